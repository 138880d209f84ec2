package org.clip4j.data.image;

import java.util.Objects;

/**
 * From 8-bit levels to what the encoder reads: {@code (level / 255 - mean) / std}, each step
 * rounded to float as torchvision's {@code ToTensor} and {@code Normalize} do, bands apart. There
 * are only 256 levels, so the values are looked up.
 */
final class Normalizer {
  private final float[] mean = new float[3];
  private final float[] std = new float[3];
  private final float[][] table = new float[3][256];

  Normalizer(PreprocessConfig config) {
    for (int band = 0; band < 3; band++) {
      mean[band] = config.mean().get(band).floatValue();
      std[band] = config.std().get(band).floatValue();
      for (int level = 0; level < 256; level++) {
        table[band][level] = value(level, mean[band], std[band]);
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

  /** Writes the rows of a picture as they come, as {@code [3][height][width]} values. */
  Convolution.Rows into(int width, int height, float[] out, int offset) {
    return (y, levels) -> {
      for (int band = 0; band < 3; band++) {
        float[] values = table[band];
        int at = offset + (band * height + y) * width;
        for (int x = 0; x < width; x++) {
          out[at + x] = values[levels[3 * x + band]];
        }
      }
    };
  }

  /** Writes {@code [3][n]} values from {@code [n][3]} levels of 0 to 255 that need not be whole. */
  void write(float[] levels, float[] out, int offset) {
    int pixels = levels.length / 3;
    for (int band = 0; band < 3; band++) {
      int at = offset + band * pixels;
      for (int i = 0; i < pixels; i++) {
        out[at + i] = value(levels[3 * i + band], mean[band], std[band]);
      }
    }
  }
}
