package org.clip4j.data.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.apache.commons.io.input.BoundedInputStream;
import org.clip4j.core.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a copy must be: the shard's bytes, and behind them the SHA-256 of its URL and of its
 * version, its size, its CRC-32C and a mark.
 *
 * @param name the file's: the hash of the URL
 * @param identity both hashes
 * @param size bytes of the shard
 */
record CacheEntry(String name, byte[] identity, long size) {

  private static final Logger LOG = LoggerFactory.getLogger(CacheEntry.class);
  private static final long MARK = 0x636c6970346a2e31L;
  private static final int FOOTER = 2 * 32 + Long.BYTES + Integer.BYTES + Long.BYTES;
  private static final int BUFFER = 1 << 16;

  /** Copies whose checksums were right, by path. */
  private static final Map<Path, Verified> VERIFIED = new ConcurrentHashMap<>();

  /**
   * Which copy that was: file systems give the number of a file that is gone to another.
   *
   * @param number what the file system calls the file
   * @param identity the version
   */
  private record Verified(Object number, String identity) {}

  static CacheEntry of(String url, ShardInfo info) {
    byte[] of = sha256(url);
    byte[] identity = Arrays.copyOf(of, 2 * of.length);
    byte[] version = sha256(info.version().orElseThrow());
    System.arraycopy(version, 0, identity, of.length, version.length);
    return new CacheEntry(HexFormat.of().formatHex(of), identity, info.size().orElseThrow());
  }

  /** Bytes of the copy. */
  long fileSize() {
    return size + FOOTER;
  }

  /** What stands behind the shard's bytes. */
  ByteBuffer footer(CRC32C crc) {
    return ByteBuffer.allocate(FOOTER)
        .put(identity)
        .putLong(size)
        .putInt((int) crc.getValue())
        .putLong(MARK)
        .flip();
  }

  /** Opens the copy if it is there, whole, and of this version. */
  Optional<InputStream> open(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      Verified copy = new Verified(found.fileKey(), HexFormat.of().formatHex(identity));
      boolean known = copy.number != null && copy.equals(VERIFIED.get(file));
      if (!known || found.size() != fileSize()) {
        if (!isWhole(file)) {
          return Optional.empty();
        }
        VERIFIED.put(file, copy);
      }
      return Optional.of(
          BoundedInputStream.builder()
              .setInputStream(Files.newInputStream(file))
              .setMaxCount(size)
              .get());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isWhole(Path file) throws IOException {
    if (Files.size(file) != fileSize()) {
      return false;
    }
    CRC32C crc = new CRC32C();
    byte[] footer = new byte[FOOTER];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      byte[] buffer = new byte[BUFFER];
      for (long left = size; left > 0; ) {
        int count = (int) Math.min(left, buffer.length);
        in.readFully(buffer, 0, count);
        crc.update(buffer, 0, count);
        left -= count;
      }
      in.readFully(footer);
    }
    if (Arrays.equals(footer, footer(crc).array())) {
      return true;
    }
    LOG.info("{} is of another version or damaged: it is fetched again", file);
    return false;
  }

  private static byte[] sha256(String text) {
    return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
