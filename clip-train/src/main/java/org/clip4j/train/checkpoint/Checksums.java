package org.clip4j.train.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clip4j.core.Sha256;

/**
 * The digests of a checkpoint's files, in a file beside them that {@code sha256sum -c} reads too: a
 * line each, sorted by name.
 */
final class Checksums {

  static final String FILE = "checksums.sha256";

  /** A checkpoint has a handful of files. */
  private static final long MAX_BYTES = 1 << 16;

  /** Names of files here or one folder below; none that leads out of the checkpoint. */
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ((?:\\w[\\w.-]*/)?\\w[\\w.-]*)");

  /** What a checkpoint consists of. */
  private static final Pattern OWN_KIND = Pattern.compile(".*\\.(json|safetensors)");

  private Checksums() {}

  /** Whether a checkpoint has them; older ones have not. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** What somebody else left there, a note, is no damage. */
  private static Optional<String> unlisted(Path folder, Set<String> listed) throws IOException {
    for (Path file : Folders.files(folder)) {
      String name = name(folder, file);
      if (OWN_KIND.matcher(name).matches() && !listed.contains(name)) {
        return Optional.of(name + " is not in " + FILE + ", which is not whole");
      }
    }
    return Optional.empty();
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Writes them for all files of a folder. */
  static void write(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : Folders.files(folder)) {
      lines.append(Sha256.of(file)).append("  ").append(name(folder, file)).append('\n');
    }
    Files.writeString(folder.resolve(FILE), lines, StandardCharsets.UTF_8);
  }

  /**
   * What is wrong with a checkpoint that has them: the first file that is missing or has other
   * bytes, by its name, or one of its kinds that the list, cut short, does not have; empty for a
   * sound one.
   */
  static Optional<String> problem(Path folder) {
    Path list = folder.resolve(FILE);
    try {
      if (Files.notExists(list)) {
        return Optional.of(FILE + " is missing");
      }
      if (Files.size(list) > MAX_BYTES) {
        return Optional.of(FILE + " is larger than a list of checksums can be");
      }
      Set<String> listed = new HashSet<>();
      for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
          return Optional.of(FILE + " has a line that is no checksum");
        }
        listed.add(parts.group(2));
        Path file = folder.resolve(parts.group(2));
        if (!Files.isRegularFile(file)) {
          return Optional.of(parts.group(2) + " is missing");
        }
        if (!Sha256.of(file).equals(parts.group(1))) {
          return Optional.of(
              parts.group(2) + " is not as it was written: its SHA-256 is another than in " + FILE);
        }
      }
      return listed.isEmpty() ? Optional.of(FILE + " is empty") : unlisted(folder, listed);
    } catch (CharacterCodingException e) {
      return Optional.of(FILE + " is not UTF-8 text");
    } catch (IOException e) {
      return Optional.of("it cannot be read (" + e + ")");
    }
  }
}
