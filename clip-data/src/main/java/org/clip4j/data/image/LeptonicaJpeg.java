package org.clip4j.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/**
 * Leptonica's JPEG reader: libjpeg-turbo with its defaults, the accurate integer transform and
 * smooth upsampling, which are Pillow's too. It stops at the first warning.
 */
final class LeptonicaJpeg {
  private static final int STRIP_ROWS = 16;
  private static final int FULL_SIZE = 1;
  private static final int NO_PALETTE = 0;
  private static final int NO_HINT = 0;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private LeptonicaJpeg() {}

  /**
   * Loads the library.
   *
   * @throws LinkageError if it or its natives are not there
   */
  static void load() {
    // What it has to say of damaged pictures, it says to standard error.
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  static String version() {
    try (BytePointer version = leptonica.getLeptonicaVersion()) {
      String text = version.getString();
      leptonica.lept_free(version);
      return text;
    }
  }

  /**
   * Decodes a picture of three components.
   *
   * @param width its width, by its header
   * @param height its height
   * @return {@code [height][width][3]}, or nothing if the library does not read it without a
   *     warning
   */
  static Optional<byte[]> decode(byte[] bytes, int width, int height) {
    PIX picture =
        leptonica.pixReadMemJpeg(bytes, bytes.length, NO_PALETTE, FULL_SIZE, (int[]) null, NO_HINT);
    if (picture == null) {
      return Optional.empty();
    }
    try {
      boolean expected =
          leptonica.pixGetWidth(picture) == width
              && leptonica.pixGetHeight(picture) == height
              && leptonica.pixGetDepth(picture) == Integer.SIZE
              && leptonica.pixGetWpl(picture) == width;
      return expected ? Optional.of(rgb(picture, width, height)) : Optional.empty();
    } finally {
      leptonica.pixDestroy(picture);
    }
  }

  /** From numbers {@code 0xRRGGBB00}, a strip at a time, which stays in the cache. */
  private static byte[] rgb(PIX picture, int width, int height) {
    IntPointer data = leptonica.pixGetData(picture);
    byte[] out = new byte[3 * width * height];
    int[] strip = new int[width * Math.min(STRIP_ROWS, height)];
    int pixels = width * height;
    for (int from = 0; from < pixels; from += strip.length) {
      int count = Math.min(strip.length, pixels - from);
      data.position(from).get(strip, 0, count);
      unpack(strip, count, out, 3 * from);
    }
    return out;
  }

  private static void unpack(int[] pixels, int count, byte[] out, int at) {
    // Each one's fourth byte is written over by the next; the last has nothing behind it.
    for (int i = 0; i < count - 1; i++) {
      INTS.set(out, at + 3 * i, pixels[i]);
    }
    int last = at + 3 * (count - 1);
    out[last] = (byte) (pixels[count - 1] >> 24);
    out[last + 1] = (byte) (pixels[count - 1] >> 16);
    out[last + 2] = (byte) (pixels[count - 1] >> 8);
  }
}
