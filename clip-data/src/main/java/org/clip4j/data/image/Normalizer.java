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
    int band = width * height;
    return (y, levels) -> row(levels, width, out, offset + y * width, band);
  }

  /** The same of rows whose pixels have blue first and red last. */
  Convolution.Rows intoFromBlue(int width, int height, float[] out, int offset) {
    int band = width * height;
    return (y, levels) -> rowFromBlue(levels, width, out, offset + y * width, band);
  }

  // All bands of a pixel in turn, which reads the levels once.
  private void row(int[] levels, int width, float[] out, int at, int band) {
    float[] red = table[0];
    float[] green = table[1];
    float[] blue = table[2];
    for (int x = 0; x < width; x++) {
      out[at + x] = red[levels[3 * x]];
      out[at + band + x] = green[levels[3 * x + 1]];
      out[at + 2 * band + x] = blue[levels[3 * x + 2]];
    }
  }

  private void rowFromBlue(int[] levels, int width, float[] out, int at, int band) {
    float[] red = table[0];
    float[] green = table[1];
    float[] blue = table[2];
    for (int x = 0; x < width; x++) {
      out[at + x] = red[levels[3 * x + 2]];
      out[at + band + x] = green[levels[3 * x + 1]];
      out[at + 2 * band + x] = blue[levels[3 * x]];
    }
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
