package org.clip4j.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opening a file from outside, and reading exactly as much of it as was promised. */
final class TensorFile {

  private TensorFile() {}

  /** Opens a plain file; a folder, a pipe or a device is refused, for it has no size to check. */
  static FileChannel open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new SafetensorsException(file, "no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new SafetensorsException(file, "not a file");
    }
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /** Fills the buffer from the given byte of the file on. */
  static void readFully(Path file, FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int n = channel.read(into, at);
      if (n < 0) {
        throw new SafetensorsException(
            file,
            "ended at byte "
                + at
                + " while it was read, expected "
                + into.remaining()
                + " bytes more: it was cut short meanwhile");
      }
      at += n;
    }
  }
}
