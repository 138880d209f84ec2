package org.clip4j.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Replaces a file as a whole: written aside, forced to disk, renamed. */
final class AtomicFile {

  /** What writes the file's bytes. */
  interface Body {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes the file.
   *
   * @param bytes how many bytes the body will write, for the message if there is no space
   * @throws SafetensorsException if it fails; a file that was there before is untouched then, and
   *     what was written aside is deleted
   */
  static void write(Path file, long bytes, Body body) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new SafetensorsException(file, "there is no folder " + folder + " to write to");
    }
    if (Files.isDirectory(file)) {
      throw new SafetensorsException(file, "is a folder, expected a file or nothing");
    }
    // Not createTempFile: it would leave the file readable by its owner alone.
    Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        body.writeTo(channel);
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(aside); // Now, so that the free space below is what a next try finds.
      throw new SafetensorsException(
          file,
          "could not be written ("
              + Text.oneLine(e.getClass().getSimpleName() + ": " + e.getMessage())
              + "); "
              + space(folder, bytes)
              + "; nothing was changed",
          e);
    } finally {
      Files.deleteIfExists(aside);
    }
    FolderEntries.force(folder);
  }

  private static String space(Path folder, long bytes) {
    String needed = bytes + " bytes are needed";
    try {
      return needed + ", " + Files.getFileStore(folder).getUsableSpace() + " are free";
    } catch (IOException e) {
      return needed; // The failure that led here is the one to tell of.
    }
  }
}
