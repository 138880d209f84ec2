package org.clip4j.data.image;

import java.util.Objects;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Gives an array to an image reader, with no cache file and no copy.
 *
 * <p>It remembers whether a reader asked for more than there is: several codecs fill the rest of a
 * truncated picture with grey and say nothing.
 */
final class ByteArrayImageStream extends ImageInputStreamImpl {
  private final byte[] bytes;
  private boolean ranOut;

  ByteArrayImageStream(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Refuses a picture whose reader asked for more than there was. */
  void checkNotExhausted(SizeLimit limit) throws ImageFormatException {
    if (ranOut) {
      throw limit.problem("truncated picture (" + bytes.length + " bytes)");
    }
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (streamPos >= bytes.length) {
      ranOut = true;
      return -1;
    }
    return bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.length) {
      ranOut = true;
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
