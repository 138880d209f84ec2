package org.clip4j.encoders.onnx;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Files that are written aside, in a folder inside the one they are for, and moved once all of them
 * are whole. Closing it removes what was not moved.
 */
final class StagedFiles implements AutoCloseable {

  private final Path folder;
  private final Path aside;
  private final List<Path> files = new ArrayList<>();

  /** What writes a file's bytes. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Files for an existing folder. */
  StagedFiles(Path folder) throws IOException {
    this.folder = folder;
    this.aside = Files.createDirectory(folder.resolve(".onnx-" + UUID.randomUUID() + ".tmp"));
  }

  /**
   * Writes a file aside and forces it to disk.
   *
   * @param bytes how many bytes the body will write, for the message if there is no space
   * @throws FileSystemException naming the file and what was the matter
   */
  void write(String name, long bytes, Body body) throws IOException {
    Path file = aside.resolve(name);
    files.add(file);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      body.writeTo(out);
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      String reason =
          String.format(
              "could not be written (%s); %,d bytes are needed, %,d are free; nothing was changed",
              e.getMessage(), bytes, free(file));
      throw (IOException)
          new FileSystemException(folder.resolve(name).toString(), null, reason).initCause(e);
    }
  }

  /** Free space, were this file not there. */
  private long free(Path file) throws IOException {
    return Files.getFileStore(folder).getUsableSpace()
        + (Files.exists(file) ? Files.size(file) : 0);
  }

  /** Moves a file to its place; one that is there is replaced. */
  void publish(String name) throws IOException {
    Files.move(
        aside.resolve(name),
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(aside);
  }
}
