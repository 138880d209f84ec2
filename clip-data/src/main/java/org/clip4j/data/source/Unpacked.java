package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A shard's archive from its stored bytes: gzip and zstd are known by their first bytes, whatever
 * the name says; all else is taken for the archive itself. Nothing but a window of it is in memory.
 */
final class Unpacked {

  private static final int MAGIC = 4;
  private static final int STORED = 1 << 16;

  /** Small, for of a damaged shard as many bytes before the damage may be lost. */
  private static final int UNPACKED = 1 << 12;

  private Unpacked() {}

  /**
   * Begins to unpack.
   *
   * @param shard the shard's name, for messages
   * @param stored closed with the stream that this returns, and where this fails
   */
  static InputStream of(String shard, InputStream stored) throws IOException {
    try {
      PushbackInputStream in = new PushbackInputStream(stored, MAGIC);
      byte[] magic = in.readNBytes(MAGIC);
      in.unread(magic);
      if (isGzip(magic)) {
        // The JDK's own stream takes the first of several parts for the whole on a slow line.
        return new FixedBlocks(new GzipMembers(new FixedBlocks(in, STORED)), UNPACKED);
      }
      return isZstd(magic)
          ? new FixedBlocks(zstd(shard, new FixedBlocks(in, STORED)), UNPACKED)
          : in;
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  private static boolean isGzip(byte[] magic) {
    return magic.length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
  }

  /** A frame, or one of those to be skipped, with which some programs begin. */
  private static boolean isZstd(byte[] magic) {
    if (magic.length < MAGIC) {
      return false;
    }
    int value =
        magic[0] & 0xff
            | (magic[1] & 0xff) << 8
            | (magic[2] & 0xff) << 16
            | (magic[3] & 0xff) << 24;
    return value == 0xfd2fb528 || (value & 0xfffffff0) == 0x184d2a50;
  }

  private static InputStream zstd(String shard, InputStream in) throws IOException {
    try {
      return Zstd.open(in);
    } catch (LinkageError e) {
      throw new RefusedException(
          ShardUrl.printable(shard)
              + ": is compressed by zstd, which nothing here reads: add the dependency"
              + " com.github.luben:zstd-jni",
          e);
    }
  }

  /** Apart, so that its library is asked for only where it is needed. */
  private static final class Zstd {
    private Zstd() {}

    static InputStream open(InputStream in) throws IOException {
      return new com.github.luben.zstd.ZstdInputStream(in);
    }
  }
}
