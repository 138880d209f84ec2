package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files in which a run tells of itself. A system that has no room for them says so without a name:
 * here it is added, with what is to be done.
 */
final class RunFile {

  private RunFile() {}

  /** What writes a file. */
  @FunctionalInterface
  interface Writing {
    /** Writes it. */
    void run() throws IOException;
  }

  /**
   * Writes a file.
   *
   * @throws IOException naming it, if it cannot be written
   */
  static void write(Path file, Writing writing) throws IOException {
    try {
      writing.run();
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** What is to be done where a file cannot be written. */
  static IOException cannotWrite(Path file, IOException cause) {
    return new IOException(
        file
            + ": cannot be written: "
            + cause.getMessage()
            + "; the checkpoints are whole: make room and go on with --resume",
        cause);
  }
}
