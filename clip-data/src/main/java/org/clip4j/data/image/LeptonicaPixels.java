package org.clip4j.data.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/** A picture of Leptonica's: numbers {@code 0xRRGGBB00} without gaps between the rows. */
final class LeptonicaPixels implements PackedPixels {
  private static final int STRIP_ROWS = 16;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final PIX picture;
  private final int width;
  private final int height;
  private final IntPointer data;
  private final BytePointer dataBytes;

  /**
   * @param picture of 32 bits a pixel; destroyed by {@link #close}
   */
  LeptonicaPixels(PIX picture, int width, int height) {
    this.picture = picture;
    this.width = width;
    this.height = height;
    this.data = leptonica.pixGetData(picture);
    this.dataBytes = new BytePointer(data);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void read(int row, int count, byte[] into) {
    dataBytes.position((long) BYTES * row * width).get(into, 0, BYTES * count * width);
  }

  /** A strip at a time, which stays in the cache. */
  @Override
  public byte[] rgb() {
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

  @Override
  public void close() {
    leptonica.pixDestroy(picture);
  }
}
