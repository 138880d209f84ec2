package org.clip4j.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.clip4j.data.image.vp8l.Vp8lDecoder;

/**
 * The alpha of a lossy WebP (RFC 9649, section 2.7.1.2): stored as it is or as the green of a
 * lossless picture, and in either case perhaps as differences from the pixels before.
 */
final class WebpAlpha {
  private static final int STORED = 0;
  private static final int LOSSLESS = 1;
  private static final int FROM_LEFT = 1;
  private static final int FROM_ABOVE = 2;
  private static final int FROM_GRADIENT = 3;

  private WebpAlpha() {}

  /** {@code [height][width]}. */
  static byte[] read(byte[] bytes, WebpFrame frame, SizeLimit limit) throws IOException {
    WebpFrame.Part part = frame.alpha();
    int pixels = Math.multiplyExact(frame.width(), frame.height());
    if (part.length() < 1) {
      throw new EOFException();
    }
    int header = bytes[part.offset()] & 0xff;
    if (header >> 4 > 1) {
      throw limit.problem("damaged WEBP picture (alpha of an unknown kind)");
    }
    int body = part.offset() + 1;
    int length = part.length() - 1;
    byte[] alpha =
        switch (header & 3) {
          case STORED -> {
            if (length < pixels) {
              throw new EOFException();
            }
            yield Arrays.copyOfRange(bytes, body, body + pixels);
          }
          case LOSSLESS ->
              Vp8lDecoder.decodeGreen(bytes, body, length, frame.width(), frame.height());
          default -> throw limit.problem("damaged WEBP picture (alpha of an unknown kind)");
        };
    undo(header >> 2 & 3, alpha, frame.width());
    return alpha;
  }

  /**
   * From differences to values, in place. The first row has nothing above it, so counts from left.
   */
  private static void undo(int filter, byte[] alpha, int width) {
    if (filter == 0) {
      return;
    }
    for (int x = 1; x < width; x++) {
      alpha[x] += alpha[x - 1];
    }
    for (int row = width; row < alpha.length; row += width) {
      alpha[row] += alpha[row - width];
      for (int i = row + 1; i < row + width; i++) {
        alpha[i] +=
            switch (filter) {
              case FROM_LEFT -> alpha[i - 1];
              case FROM_ABOVE -> alpha[i - width];
              case FROM_GRADIENT -> gradient(alpha[i - 1], alpha[i - width], alpha[i - width - 1]);
              default -> throw new AssertionError(filter);
            };
      }
    }
  }

  private static byte gradient(byte left, byte above, byte corner) {
    return (byte) EightBit.clip((left & 0xff) + (above & 0xff) - (corner & 0xff));
  }
}
