package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The pieces of the augmentation, each against what it must do to pictures drawn here. */
class AugmentPartsTest {
  private static final int SIZE = 41;

  /** A dark disc with a soft edge on white, a white hole in its middle. */
  private static RgbImage ring() {
    byte[] rgb = new byte[3 * SIZE * SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      double distance = Math.hypot(i % SIZE - 20, i / SIZE - 20);
      double ink =
          Math.max(0, Math.min(1, 14.5 - distance)) * Math.max(0, Math.min(1, distance - 4.5));
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) Math.rint(255 - 235 * ink));
    }
    return new RgbImage(SIZE, SIZE, rgb);
  }

  @Test
  void newPaperLeavesNoWhiteSeam() {
    RgbImage image = Paper.recoloured(ring(), 0x2060a0);
    for (int i = 0; i < SIZE * SIZE; i++) {
      double distance = Math.hypot(i % SIZE - 20, i / SIZE - 20);
      int red = image.rgb()[3 * i] & 0xff;
      int blue = image.rgb()[3 * i + 2] & 0xff;
      if (distance > 16) {
        assertEquals(0x20, red);
        assertEquals(0xa0, blue);
      } else if (distance > 12) {
        assertTrue(red <= 0x22 && blue <= 0xa2, "at the edge " + red + " " + blue);
      } else if (distance < 3) {
        assertEquals(255, red, "a hole is not paper");
      }
    }
  }

  @Test
  void picturesWithoutWhiteBorderKeepTheirPaper() {
    RgbImage image = new RgbImage(2, 1, new byte[] {10, 20, 30, 40, 50, 60});
    assertSame(image, Paper.recoloured(image, 0));
    assertEquals(0xffffff, Paper.borderColour(ring()));
    assertEquals(10 << 16 | 20 << 8 | 30, Paper.borderColour(image));
  }

  @Test
  void lightPaperIsLight() {
    SplittableRandom rng = new SplittableRandom(1);
    int darkest = 255;
    for (int i = 0; i < 300; i++) {
      int colour = Paper.colour(BackgroundChange.LIGHT, rng);
      darkest =
          Math.min(darkest, Math.min(colour >> 16, Math.min(colour >> 8 & 0xff, colour & 0xff)));
    }
    assertTrue(darkest >= 192 && darkest < 200, "darkest channel " + darkest);
  }

  private static byte[] bytes(float[] levels) {
    byte[] out = new byte[levels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.round(levels[i]);
    }
    return out;
  }

  @Test
  void warpsThatMovePixelsToPixelsAreExact() {
    RgbImage image = ResizeTest.noise(12, 12, 9);
    assertArrayEquals(image.rgb(), bytes(new AffineWarp(1, 0, 6, 0, 1, 6).apply(image, 0, 12)));
    byte[] turned = bytes(new AffineWarp(0, 1, 6, -1, 0, 6).apply(image, 0, 12));
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 12; x++) {
        assertEquals(image.rgb()[3 * ((11 - x) * 12 + y)], turned[3 * (y * 12 + x)]);
      }
    }
  }

  @Test
  void shrinkingByTwoAveragesFourPixels() {
    RgbImage image = ResizeTest.noise(12, 12, 9);
    float[] half = new AffineWarp(2, 0, 6, 0, 2, 6).apply(image, 0, 6);
    int sum = 0;
    for (int pixel : new int[] {4 * 12 + 2, 4 * 12 + 3, 5 * 12 + 2, 5 * 12 + 3}) {
      sum += image.rgb()[3 * pixel] & 0xff;
    }
    assertEquals(sum / 4f, half[3 * (2 * 6 + 1)], 1e-3f);
  }

  @Test
  void shrinkingALotStillSeesEveryPixel() {
    byte[] rgb = new byte[3 * 400 * 400];
    for (int i = 0; i < 400 * 400; i++) {
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) ((i + i / 400) % 2 == 0 ? 255 : 0));
    }
    float[] small =
        new AffineWarp(20, 0, 200, 0, 20, 200).apply(new RgbImage(400, 400, rgb), 0x808080, 20);
    for (float level : small) {
      assertEquals(127.5f, level, 4f);
    }
  }

  @Test
  void outsideThePictureIsFilled() {
    RgbImage image = ResizeTest.noise(8, 8, 2);
    float[] levels = new AffineWarp(4, 0, 4, 0, 4, 4).apply(image, 0x102030, 8);
    assertEquals(0x10, levels[0]);
    assertEquals(0x20, levels[1]);
    assertEquals(0x30, levels[2]);
  }

  @Test
  void drawnWarpsKeepTheMiddleWithoutShift() {
    AugmentConfig config = AugmentConfig.builder().rotate(180).zoom(0.5, 2).shear(20).build();
    SplittableRandom rng = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      AffineWarp warp = AffineWarp.draw(config, new Region(10, 20, 30, 40), 16, i % 2 == 0, rng);
      assertEquals(25, warp.x0(), 1e-9);
      assertEquals(40, warp.y0(), 1e-9);
      double area = Math.abs(warp.xx() * warp.yy() - warp.xy() * warp.yx());
      double plain = 30 * 40 / 256.0;
      assertTrue(area > plain / 4.001 && area < plain * 4.001, "area " + area);
    }
  }

  @Test
  void hueTurnsRedToGreenAndBack() {
    AugmentConfig turn = AugmentConfig.builder().jitter(0, 0, 0, 0.5, 1).build();
    float[] levels = {200, 40, 40, 90, 90, 90};
    for (int seed = 0; seed < 40; seed++) {
      float[] turned = levels.clone();
      ColourJitter.jitter(turned, turn, new SplittableRandom(seed));
      float high = Math.max(turned[0], Math.max(turned[1], turned[2]));
      float low = Math.min(turned[0], Math.min(turned[1], turned[2]));
      assertEquals(200, high, 1e-3f);
      assertEquals(40, low, 1e-3f);
      assertArrayEquals(
          new float[] {90, 90, 90}, Arrays.copyOfRange(turned, 3, 6), "grey has no hue");
    }
  }

  @Test
  void colourChangesStayWithinTheirRange() {
    AugmentConfig light = AugmentConfig.builder().jitter(0.25, 0, 0, 0, 1).build();
    float least = 255;
    float most = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] levels = {100, 100, 100};
      ColourJitter.jitter(levels, light, new SplittableRandom(seed));
      least = Math.min(least, levels[0]);
      most = Math.max(most, levels[0]);
    }
    assertTrue(least >= 75 && least < 78 && most <= 125 && most > 122, least + " to " + most);
    float[] levels = {200, 40, 10};
    ColourJitter.grey(levels);
    float grey = 0.299f * 200 + 0.587f * 40 + 0.114f * 10;
    assertArrayEquals(new float[] {grey, grey, grey}, levels, 1e-3f);
  }

  @Test
  void configRefusalsNameTheKey() {
    for (var bad :
        Map.<String, AugmentConfig.Builder>of(
                "crop_scale_min", AugmentConfig.builder().crop(0, 1),
                "crop_scale_max", AugmentConfig.builder().crop(0.5, 0.4),
                "rotate_degrees", AugmentConfig.builder().rotate(-1),
                "zoom_max", AugmentConfig.builder().zoom(1, 0.5),
                "hue", AugmentConfig.builder().jitter(0, 0, 0, 0.6, 1),
                "grey_probability", AugmentConfig.builder().grey(Double.NaN),
                "erase_area_max", AugmentConfig.builder().erase(0.1, 1.5, 1))
            .entrySet()) {
      Exception e = assertThrows(IllegalArgumentException.class, bad.getValue()::build);
      assertTrue(e.getMessage().contains(": " + bad.getKey() + " is to be from "), e.getMessage());
    }
  }
}
