package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageEncoderTest {

  private static final int MAX = ImageDecoder.DEFAULT_MAX_PIXELS;

  private static RgbImage gradient(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (255 * x / width);
        rgb[at + 1] = (byte) (255 * y / height);
        rgb[at + 2] = (byte) 90;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  @Test
  void jpegIsNearThePictureAndTheSameTwice() throws ImageFormatException {
    RgbImage image = gradient(61, 47);
    byte[] bytes = ImageEncoder.jpeg(image, 95);
    assertArrayEquals(bytes, ImageEncoder.jpeg(image, 95));
    assertEquals(Optional.of("jpg"), ImageDecoder.extension(bytes));
    RgbImage back = ImageDecoder.decode(bytes, "it");
    assertEquals(61, back.width());
    Levels.assertClose(image.rgb(), back.rgb(), 12, 1, "quality 95");
    assertTrue(ImageEncoder.jpeg(image, 30).length < bytes.length);
    assertThrows(IllegalArgumentException.class, () -> ImageEncoder.jpeg(image, 0));
    assertThrows(IllegalArgumentException.class, () -> ImageEncoder.jpeg(image, 101));
  }

  /** The table of luminance in ITU T.81, Annex K, in zigzag order, scaled as libjpeg scales it. */
  @Test
  void qualityIsInTheScaleOfLibjpeg() {
    byte[] bytes = ImageEncoder.jpeg(gradient(16, 16), 95);
    int at = 0;
    while ((bytes[at] & 0xff) != 0xff || (bytes[at + 1] & 0xff) != 0xdb) {
      at++;
    }
    int[] annexK = {16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40};
    for (int i = 0; i < annexK.length; i++) {
      assertEquals((10 * annexK[i] + 50) / 100, bytes[at + 5 + i], "entry " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pngKeepsEveryLevel(PixelMode mode) throws ImageFormatException {
    byte[] samples = new byte[mode.bands() * 19 * 13];
    byte[] palette = new byte[mode == PixelMode.PALETTE ? DecodedImage.PALETTE_BYTES : 0];
    new Random(mode.ordinal()).nextBytes(samples);
    new Random(7).nextBytes(palette);
    DecodedImage image = new DecodedImage(mode, 19, 13, samples, palette);
    DecodedImage back = ImageDecoder.decodeKeepingMode(ImageEncoder.png(image), "it", MAX);
    if (mode == PixelMode.GREY || mode.hasAlpha()) {
      assertEquals(mode, back.mode());
      assertArrayEquals(samples, back.samples());
    }
    assertArrayEquals(image.toRgb().rgb(), back.toRgb().rgb());
  }
}
