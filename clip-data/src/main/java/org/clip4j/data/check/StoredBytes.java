package org.clip4j.data.check;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Counts and hashes a shard's bytes as they are stored, while they are read. Closing reads what is
 * left, which whoever unpacks an archive does not need.
 */
final class StoredBytes extends FilterInputStream {

  private static final int BUFFER = 1 << 16;

  private final MessageDigest sha256;
  private final long most;
  private long count;
  private boolean ended;
  private boolean failed;

  /**
   * @param most reading on behind so many, of a shard that has more than it should, is no use
   */
  StoredBytes(InputStream in, long most) {
    super(in);
    this.most = most;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many bytes there were; of a shard that has too many, maybe not all of them. */
  long count() {
    return count;
  }

  /** Whether the shard was read to its end, or far enough to see that it is too long. */
  boolean isWhole() {
    return ended || count > most;
  }

  /** The hash of all bytes in hexadecimal; asked for once. */
  String sha256() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    failed = true; // Unless the next line is passed.
    int got = in.read(buffer, offset, length);
    failed = false;
    if (got < 0) {
      ended = true;
      return got;
    }
    sha256.update(buffer, offset, got);
    count += got;
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    byte[] passed = new byte[(int) Math.max(0, Math.min(BUFFER, bytes))];
    return Math.max(0, read(passed, 0, passed.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      byte[] passed = new byte[BUFFER];
      while (!isWhole() && !failed && !Thread.currentThread().isInterrupted()) {
        read(passed, 0, passed.length);
      }
    } finally {
      in.close();
    }
  }
}
