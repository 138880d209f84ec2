package org.clip4j.train.tensorboard;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * TFRecord framing: the length in 8 bytes, its checksum in 4, the data, its checksum in 4, all
 * little-endian; a checksum is a CRC-32C, rotated and shifted ("masked").
 */
final class Records {

  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int MASK = 0xa282ead8;

  /** An event of a few dozen scalars is far smaller; a larger length is damage. */
  private static final long MAX_LENGTH = 1 << 20;

  private Records() {}

  /** A record as it stands in a file. */
  static byte[] frame(byte[] data) {
    ByteBuffer out = little(HEAD + data.length + Integer.BYTES);
    out.putLong(data.length);
    out.putInt(masked(out.array(), 0, Long.BYTES));
    out.put(data);
    out.putInt(masked(out.array(), HEAD, data.length));
    return out.array();
  }

  /**
   * The data of the next record.
   *
   * @return empty at the end, and at a record that is damaged or half written, behind which nothing
   *     can be read
   */
  static Optional<byte[]> next(InputStream in) throws IOException {
    ByteBuffer head = little(in.readNBytes(HEAD));
    if (head.capacity() < HEAD) {
      return Optional.empty();
    }
    long length = head.getLong();
    if (head.getInt() != masked(head.array(), 0, Long.BYTES) || length < 0 || length > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] data = exactly(in, (int) length);
      int checksum = little(exactly(in, Integer.BYTES)).getInt();
      return checksum == masked(data, 0, data.length) ? Optional.of(data) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ByteBuffer little(int length) {
    return little(new byte[length]);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int masked(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
