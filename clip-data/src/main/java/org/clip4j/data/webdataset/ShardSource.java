package org.clip4j.data.webdataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Where shards come from: opens a shard's bytes by its name. Implementations may be called from
 * several threads.
 */
@FunctionalInterface
public interface ShardSource {

  /**
   * Opens a shard for one pass from its first byte. The caller buffers and closes the stream.
   *
   * @throws IOException if the shard cannot be opened
   */
  InputStream open(String shard) throws IOException;

  /**
   * The same with something in between: a shard may be stored in another form, compressed, than it
   * is read in.
   *
   * @param stored is given the stream of the bytes as they are stored, and gives one of the same
   *     bytes, which closes it
   * @throws IOException if the shard cannot be opened
   */
  default InputStream open(String shard, UnaryOperator<InputStream> stored) throws IOException {
    return stored.apply(open(shard));
  }

  /**
   * Opens a shard for one pass from a later byte on. The caller buffers and closes the stream. The
   * default reads from the first byte and passes over what comes before.
   *
   * @param offset the first byte that is wanted, from 0; of a compressed shard, unpacked
   * @throws EOFException if the shard is shorter
   * @throws IOException if the shard cannot be opened
   */
  default InputStream open(String shard, long offset) throws IOException {
    InputStream in = open(shard);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (EOFException e) {
      in.close();
      throw tooShort(offset, e);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static EOFException tooShort(long offset, Throwable cause) {
    EOFException shorter = new EOFException("it is shorter than the " + offset + " bytes it had");
    shorter.initCause(cause);
    return shorter;
  }

  /**
   * Looks, before a run begins, whether the shard is there. The default asks nothing, as it may
   * cost a request.
   *
   * @throws IOException if it is known that the shard cannot be opened
   */
  default void check(String shard) throws IOException {}

  /**
   * A shard's bytes as they are stored, where that is known. The default does not know.
   *
   * @throws IOException if it is known that the shard cannot be opened
   */
  default OptionalLong size(String shard) throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Bytes of shards, as they are stored, that have been read so far, where that is counted: it
   * moves while a place far behind in a compressed shard is looked for. For any thread; the default
   * does not count.
   */
  default long bytesRead() {
    return 0;
  }

  /** Files of this machine: a shard's name is its path. */
  static ShardSource local() {
    return new ShardSource() {
      @Override
      public InputStream open(String shard) throws IOException {
        return Files.newInputStream(path(shard));
      }

      @Override
      public InputStream open(String shard, long offset) throws IOException {
        SeekableByteChannel file = Files.newByteChannel(path(shard));
        if (file.size() < offset) {
          file.close();
          throw tooShort(offset, null);
        }
        return Channels.newInputStream(file.position(offset));
      }

      @Override
      public void check(String shard) throws IOException {
        if (!Files.isReadable(path(shard)) || Files.isDirectory(path(shard))) {
          throw new NoSuchFileException(
              shard, null, "no such file, or it cannot be read; check the list of shards");
        }
      }

      @Override
      public OptionalLong size(String shard) throws IOException {
        check(shard);
        return OptionalLong.of(Files.size(path(shard)));
      }

      private Path path(String shard) throws IOException {
        try {
          return Path.of(shard);
        } catch (InvalidPathException e) {
          throw new NoSuchFileException(
              BadSamples.printable(shard), null, "not a path: " + e.getReason());
        }
      }
    };
  }
}
