package org.clip4j.examples.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.clip4j.core.Sha256;
import org.clip4j.data.loader.PairFields;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * The pairs of a folder and of those in it: each picture with the text file of the same name beside
 * it, in the order of their paths. Links to folders are not followed, and what is hidden, with a
 * name that begins with a dot, is left out: systems keep previews and notes of their own there. The
 * names of all files are held in memory.
 */
final class PairFolder implements CaptionTable {

  private static final String TEXT = "txt";

  private final PictureFolder folder;
  private final Map<String, BasicFileAttributes> files;
  private final Iterator<String> pictures;
  private final int count;
  private long row;

  private PairFolder(PictureFolder folder, Map<String, BasicFileAttributes> files) {
    this.folder = folder;
    this.files = files;
    List<String> names =
        files.keySet().stream()
            .filter(name -> PairFields.DEFAULT.pictures().contains(PictureFolder.extension(name)))
            .toList();
    this.pictures = names.iterator();
    this.count = names.size();
  }

  /**
   * Lists the folder.
   *
   * @param pictures the same folder, which the files are read from
   */
  static PairFolder open(Path root, PictureFolder pictures) throws IOException {
    Map<String, BasicFileAttributes> files = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || !isHidden(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = name(root.relativize(file));
            String extension = PictureFolder.extension(name);
            boolean isPart =
                extension.equals(TEXT) || PairFields.DEFAULT.pictures().contains(extension);
            if (isPart && !isHidden(file)) {
              files.put(name, attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new PairFolder(pictures, files);
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  /**
   * A path with a slash between its parts, whatever the system writes there: a backslash is an
   * ordinary character but on Windows.
   */
  private static String name(Path relative) {
    StringJoiner name = new StringJoiner("/");
    relative.forEach(part -> name.add(part.toString()));
    return name.toString();
  }

  /** A hash of the files' names, sizes and times: what would show that the folder has changed. */
  String listing() {
    MessageDigest digest = Sha256.digest();
    files.forEach(
        (name, file) ->
            digest.update(
                (name + "\n" + file.size() + " " + file.lastModifiedTime().toMillis() + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }

  @Override
  public Optional<CaptionRow> next() {
    if (!pictures.hasNext()) {
      return Optional.empty();
    }
    row++;
    String picture = pictures.next();
    return Optional.of(new CaptionRow(row, picture, () -> caption(picture), false));
  }

  private List<String> caption(String picture) throws BadRowException {
    String name = picture.substring(0, picture.lastIndexOf('.') + 1) + TEXT;
    if (!files.containsKey(name)) {
      throw new BadRowException(Reason.CAPTION_MISSING, "no file of its name and .txt beside it");
    }
    ByteBuffer bytes = ByteBuffer.wrap(folder.bytes(name, MAX_ROW));
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return List.of((text.startsWith("\ufeff") ? text.substring(1) : text).strip());
    } catch (CharacterCodingException e) {
      throw new BadRowException(
          Reason.NOT_UTF8, "its text file, at byte " + (bytes.position() + 1));
    }
  }

  @Override
  public long place() {
    return row;
  }

  @Override
  public long expected() {
    return count;
  }

  @Override
  public void close() {
    // Nothing is open between two rows.
  }
}
