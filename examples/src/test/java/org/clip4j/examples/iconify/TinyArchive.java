package org.clip4j.examples.iconify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar as small as a test needs, laid out as the real one; it has the sets that it is given. */
public final class TinyArchive {

  public static final String RED_SQUARE = "<rect x='2' y='2' width='12' height='12' fill='#f00'/>";
  public static final String BLUE_DISC = "<circle cx='8' cy='8' r='6' fill='#00f'/>";
  public static final String GREEN_BAR = "<path d='M1 6h14v4H1z' fill='#080'/>";

  private final Map<String, String> sets = new LinkedHashMap<>();

  public TinyArchive with(String set, String json) {
    sets.put(set, json);
    return this;
  }

  public TinyArchive without(String set) {
    sets.remove(set);
    return this;
  }

  /** A set's JSON with another title, category or licence than the plain one's. */
  public static String set(String title, String category, String spdx, String icons, String more) {
    return set(icons, more)
        .replace(
            "\"name\":\"A set\"", "\"name\":\"" + title + "\",\"category\":\"" + category + "\"")
        .replace("\"spdx\":\"MIT\"", "\"spdx\":\"" + spdx + "\"");
  }

  /** A set's JSON: its icons as {@link #icon} gives them, and further fields of the root. */
  public static String set(String icons, String more) {
    return "{\"prefix\":\"x\",\"width\":16,\"height\":16,\"info\":{\"name\":\"A set\",\"author\":"
        + "{\"name\":\"Anna\",\"url\":\"https://example.org\"},\"license\":{\"title\":\"MIT\","
        + "\"spdx\":\"MIT\",\"url\":\"https://example.org/l\"}},\"icons\":{"
        + icons
        + "}"
        + more
        + "}";
  }

  public static String icon(String key, String body) {
    return icon(key, body, "");
  }

  public static String icon(String key, String body, String more) {
    return "\"" + key + "\":{\"body\":\"" + body.replace("\"", "\\\"") + "\"" + more + "}";
  }

  public Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      String list =
          sets.keySet().stream()
              .map(name -> "\"" + name + "\":{}")
              .collect(Collectors.joining(",", "{", "}"));
      add(zip, "collections.json", list);
      for (Map.Entry<String, String> set : sets.entrySet()) {
        add(zip, "json/" + set.getKey() + ".json", set.getValue());
      }
    }
    return file;
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    String folder = "META-INF/resources/webjars/iconify__json/" + IconifyArchive.VERSION + "/";
    ZipEntry entry = new ZipEntry(folder + name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
