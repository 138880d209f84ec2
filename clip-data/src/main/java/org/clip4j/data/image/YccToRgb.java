package org.clip4j.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Luminance and two chroma differences to red, green, blue, after ITU-T T.871 in the 16-bit fixed
 * point that libjpeg uses, so that the bytes agree.
 */
final class YccToRgb {
  static final int FRACTION_BITS = 16;
  static final int HALF = 1 << (FRACTION_BITS - 1);
  static final int RED_OF_CR = fixed(1.40200);
  static final int GREEN_OF_CR = fixed(0.71414);
  static final int GREEN_OF_CB = fixed(0.34414);
  static final int BLUE_OF_CB = fixed(1.77200);

  /** Few enough that they stay in the cache between the loops. */
  static final int STRIP = 1024;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private YccToRgb() {}

  private static int fixed(double factor) {
    return (int) (factor * (1 << FRACTION_BITS) + 0.5);
  }

  /** Converts pixels of three bytes in place. */
  static void convert(byte[] samples) {
    if (Simd.IS_THERE) {
      inStrips(samples);
    } else {
      plain(samples, 0, 3);
    }
  }

  /** With the Vector API. */
  static void inStrips(byte[] samples) {
    int[] strip = new int[STRIP];
    // The last pixel has no fourth byte behind it.
    int most = samples.length / 3 - 1;
    for (int from = 0; from < most; from += STRIP) {
      int count = Math.min(STRIP, most - from);
      for (int i = 0; i < count; i++) {
        strip[i] = (int) INTS.get(samples, 3 * (from + i));
      }
      VectorYcc.convert(strip);
      byte behind = samples[3 * (from + count)];
      for (int i = 0; i < count; i++) {
        INTS.set(samples, 3 * (from + i), strip[i]); // The fourth byte is the next one's.
      }
      samples[3 * (from + count)] = behind;
    }
    plain(samples, 3 * most, 3);
  }

  /** The same, written down plainly, for the first three of {@code bands} bands, in place. */
  static void plain(byte[] samples, int begin, int bands) {
    for (int i = begin; i < samples.length; i += bands) {
      int y = samples[i] & 0xff;
      int cb = (samples[i + 1] & 0xff) - 128;
      int cr = (samples[i + 2] & 0xff) - 128;
      int green = y + ((HALF - GREEN_OF_CB * cb - GREEN_OF_CR * cr) >> FRACTION_BITS);
      samples[i] = (byte) EightBit.clip(y + ((RED_OF_CR * cr + HALF) >> FRACTION_BITS));
      samples[i + 1] = (byte) EightBit.clip(green);
      samples[i + 2] = (byte) EightBit.clip(y + ((BLUE_OF_CB * cb + HALF) >> FRACTION_BITS));
    }
  }
}
