package org.clip4j.data.image;

/**
 * What {@link Convolution} does, for grey of 16 bits: in floating point, rounded and clipped to 16
 * bits after each pass, as Pillow resizes its mode I;16.
 */
final class DeepConvolution {
  private static final int LARGEST = 65535;

  private DeepConvolution() {}

  /** {@code rows.count() * columns.count()} samples, the low byte first. */
  static byte[] run(DecodedImage image, Window columns, Window rows, ResizeFilter filter) {
    Taps down = Taps.exact(filter, image.height(), rows);
    // Only the rows that the second pass will read.
    int firstRow = down.first(0);
    int endRow = down.end(rows.count() - 1);
    Taps across = Taps.exact(filter, image.width(), columns);
    char[] narrowed = new char[Math.multiplyExact(columns.count(), endRow - firstRow)];
    for (int y = firstRow, at = 0; y < endRow; y++) {
      int row = y * image.width();
      for (int x = 0; x < columns.count(); x++) {
        double sum = 0;
        int weight = across.weightsAt(x);
        for (int i = across.first(x); i < across.end(x); i++) {
          sum += sample(image.samples(), row + i) * across.exactWeights()[weight++];
        }
        narrowed[at++] = rounded(sum);
      }
    }
    return down(narrowed, columns.count(), down, firstRow);
  }

  private static byte[] down(char[] narrowed, int width, Taps rows, int firstRow) {
    byte[] out = new byte[Math.multiplyExact(2, Math.multiplyExact(width, rows.size()))];
    int at = 0;
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        int weight = rows.weightsAt(y);
        for (int i = rows.first(y); i < rows.end(y); i++) {
          sum += narrowed[(i - firstRow) * width + x] * rows.exactWeights()[weight++];
        }
        char value = rounded(sum);
        out[at++] = (byte) value;
        out[at++] = (byte) (value >> 8);
      }
    }
    return out;
  }

  private static int sample(byte[] samples, int i) {
    return samples[2 * i] & 0xff | (samples[2 * i + 1] & 0xff) << 8;
  }

  private static char rounded(double sum) {
    return (char) Math.max(0, Math.min(LARGEST, (int) (sum + 0.5)));
  }
}
