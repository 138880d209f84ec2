package org.clip4j.data.image;

import java.util.List;
import java.util.Objects;

/**
 * From 8-bit levels to what the encoder reads: {@code (level / 255 - mean) / std}, each step
 * rounded to float as torchvision's {@code ToTensor} and {@code Normalize} do, bands apart. There
 * are only 256 levels, so the values are looked up.
 */
final class Normalizer {
  private final float[][] table = new float[3][256];

  Normalizer(PreprocessConfig config) {
    this(config.mean(), config.std());
  }

  private Normalizer(List<Double> mean, List<Double> std) {
    for (int band = 0; band < 3; band++) {
      for (int level = 0; level < 256; level++) {
        table[band][level] = value(level, mean.get(band).floatValue(), std.get(band).floatValue());
      }
    }
  }

  private static float value(float level, float mean, float std) {
    return (level / 255f - mean) / std;
  }

  /** Writes {@code [3][height][width]} values. */
  void write(RgbImage image, float[] out, int offset) {
    byte[] rgb = image.rgb();
    int pixels = image.width() * image.height();
    Objects.checkFromIndexSize(offset, 3 * pixels, out.length);
    for (int band = 0; band < 3; band++) {
      float[] values = table[band];
      int at = offset + band * pixels;
      for (int i = 0; i < pixels; i++) {
        out[at + i] = values[rgb[3 * i + band] & 0xff];
      }
    }
  }
}
