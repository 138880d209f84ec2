package org.clip4j.examples.icons;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Drawings that wait for their turn, in a file: together they are some 400 MB. First all are added,
 * then they are read in any order. Closing removes the file.
 */
final class BodyFile implements AutoCloseable {

  private static final int BUFFER = 1 << 18;

  private final Path path;
  private final FileChannel channel;
  private final OutputStream out;
  private long length;

  /** Where a drawing lies. */
  record Place(long offset, int bytes) {}

  BodyFile(Path path) throws IOException {
    this.path = path;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  Place add(String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
    Place place = new Place(length, bytes.length);
    length += bytes.length;
    return place;
  }

  /** All are added. */
  void finish() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException cause) {
    return new IOException(
        path
            + ": cannot write the drawings aside: "
            + cause.getMessage()
            + "; they take some 400 MB. Make room or choose another folder, and run again",
        cause);
  }

  String read(Place place) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(place.bytes());
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, place.offset() + bytes.position()) < 0) {
        throw new EOFException(path + ": has become shorter while it was read");
      }
    }
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
