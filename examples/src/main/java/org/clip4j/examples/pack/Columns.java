package org.clip4j.examples.pack;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.StrictReader;

/**
 * Which columns of a table are read.
 *
 * @param image the column with the picture's path, or nothing for the first usual one that there is
 * @param caption the column with the caption, likewise
 */
public record Columns(Optional<String> image, Optional<String> caption) {

  /** Usual names of the picture's column; open_clip's default comes first. */
  public static final List<String> IMAGE =
      List.of(
          "filepath",
          "file_name",
          "filename",
          "image",
          "image_path",
          "path",
          "file",
          "url",
          "image_url");

  /** Usual names of the caption's column; open_clip's default comes first. */
  public static final List<String> CAPTION = List.of("title", "caption", "text", "captions");

  String imageOf(Collection<String> known, String source) {
    return choose("image", image, IMAGE, known, source);
  }

  String captionOf(Collection<String> known, String source) {
    return choose("caption", caption, CAPTION, known, source);
  }

  private static String choose(
      String what,
      Optional<String> asked,
      List<String> usual,
      Collection<String> known,
      String source) {
    if (asked.isPresent()) {
      String name = asked.get();
      if (known.contains(name)) {
        return name;
      }
      throw new IllegalArgumentException(
          source + ": no column '" + name + "'" + StrictReader.suggestion(name, known));
    }
    return usual.stream()
        .flatMap(name -> known.stream().filter(name::equalsIgnoreCase))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    source
                        + ": none of its columns "
                        + known
                        + " is called "
                        + usual
                        + "; "
                        + advice(what, known)));
  }

  private static String advice(String what, Collection<String> known) {
    if (known.stream().anyMatch(Columns::isNotUtf8)) {
      return "the table is not UTF-8; save it as UTF-8";
    }
    if (known.size() == 1 && known.iterator().next().indexOf(';') >= 0) {
      return "semicolons divide no values; save the table with commas, or with tabs as .tsv";
    }
    return "name it with --" + what + "-column";
  }

  /** UTF-16 read as UTF-8 has zeros between its letters. */
  private static boolean isNotUtf8(String name) {
    return name.indexOf('\ufffd') >= 0 || name.indexOf('\0') >= 0;
  }
}
