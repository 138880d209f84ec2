package org.clip4j.train.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reading whole files that might be anything. */
final class BoundedFile {

  private BoundedFile() {}

  /**
   * Reads a plain file.
   *
   * @throws IOException if it is none, or larger than that
   */
  static byte[] read(Path file, long maxBytes) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": not a file");
    }
    if (Files.size(file) > maxBytes) {
      throw new IOException(
          file + ": has " + Files.size(file) + " bytes, expected at most " + maxBytes);
    }
    return Files.readAllBytes(file);
  }
}
