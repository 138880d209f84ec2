package org.clip4j.data.webdataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
   * Opens a shard at a byte of the uncompressed archive. The default opens it and skips, which
   * costs little where the stream skips without reading.
   *
   * @param offset bytes before the first one wanted
   * @throws IOException if the shard cannot be opened, or is shorter
   */
  default InputStream open(String shard, long offset) throws IOException {
    InputStream in = open(shard);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      if (e instanceof EOFException) {
        throw new EOFException(
            "the shard is shorter than the "
                + offset
                + " bytes that were read of it before; it is not the same any more");
      }
      throw e;
    }
  }

  /**
   * Looks, before a run begins, whether the shard is there. The default asks nothing, as it may
   * cost a request.
   *
   * @throws IOException if it is known that the shard cannot be opened
   */
  default void check(String shard) throws IOException {}

  /** Files of this machine: a shard's name is its path. */
  static ShardSource local() {
    return new ShardSource() {
      @Override
      public InputStream open(String shard) throws IOException {
        return Files.newInputStream(path(shard));
      }

      @Override
      public void check(String shard) throws IOException {
        if (!Files.isReadable(path(shard)) || Files.isDirectory(path(shard))) {
          throw new NoSuchFileException(
              shard, null, "no such file, or it cannot be read; check the list of shards");
        }
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
