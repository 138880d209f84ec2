package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void givesPillowsBytes() throws IOException {
    Map<String, byte[]> cases = Resources.zip("resize.zip");
    assertEquals(60, cases.size());
    for (Map.Entry<String, byte[]> entry : cases.entrySet()) {
      ByteBuffer in = ByteBuffer.wrap(entry.getValue());
      int width = in.getInt();
      int height = in.getInt();
      int newWidth = in.getInt();
      int newHeight = in.getInt();
      Box box = new Box(in.getFloat(), in.getFloat(), in.getFloat(), in.getFloat());
      ResizeFilter filter =
          new String(take(in, in.getInt()), StandardCharsets.US_ASCII).equals("bicubic")
              ? ResizeFilter.BICUBIC
              : ResizeFilter.BILINEAR;
      RgbImage image = new RgbImage(width, height, take(in, 3 * width * height));
      byte[] actual = Resize.resize(image, box, newWidth, newHeight, filter).rgb();
      assertArrayEquals(take(in, 3 * newWidth * newHeight), actual, "case " + entry.getKey());
    }
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }

  @Property(tries = 50)
  void sameSizeChangesNothing(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height) {
    RgbImage image = noise(width, height, 1);
    for (ResizeFilter filter : ResizeFilter.values()) {
      assertArrayEquals(image.rgb(), Resize.resize(image, width, height, filter).rgb());
    }
  }

  @Property(tries = 50)
  void oneColourStaysThatColour(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight,
      @ForAll byte level) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, level);
    byte[] expected = new byte[3 * newWidth * newHeight];
    Arrays.fill(expected, level);
    for (ResizeFilter filter : ResizeFilter.values()) {
      RgbImage result =
          Resize.resize(new RgbImage(width, height, rgb), newWidth, newHeight, filter);
      assertArrayEquals(expected, result.rgb());
    }
  }

  @Property(tries = 50)
  void regionIsCropThenResize(
      @ForAll @IntRange(min = 0, max = 20) int left,
      @ForAll @IntRange(min = 0, max = 20) int top,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    RgbImage image = noise(40, 40, 2);
    byte[] cropped = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.rgb(), 3 * ((top + y) * 40 + left), cropped, 3 * y * width, 3 * width);
    }
    RgbImage expected =
        Resize.resize(new RgbImage(width, height, cropped), 13, 17, ResizeFilter.BICUBIC);
    Region region = new Region(left, top, width, height);
    assertArrayEquals(
        expected.rgb(), Resize.resize(image, region, 13, 17, ResizeFilter.BICUBIC).rgb());
  }

  @Property(tries = 50)
  void windowIsResizeThenCrop(
      @ForAll @IntRange(min = 1, max = 50) int width,
      @ForAll @IntRange(min = 1, max = 50) int newWidth,
      @ForAll PixelMode mode) {
    byte[] samples = new byte[mode.bands() * width * 11];
    new Random(width).nextBytes(samples);
    byte[] palette = new byte[mode == PixelMode.PALETTE ? DecodedImage.PALETTE_BYTES : 0];
    DecodedImage image = new DecodedImage(mode, width, 11, samples, palette);
    Window rows = Window.all(7);
    byte[] whole = Resize.resize(image, Window.all(newWidth), rows, ResizeFilter.BICUBIC).samples();
    int first = newWidth / 3;
    int count = newWidth - first - newWidth / 4;
    byte[] part =
        Resize.resize(image, new Window(first, count, newWidth), rows, ResizeFilter.BICUBIC)
            .samples();
    for (int y = 0; y < 7; y++) {
      int from = (y * newWidth + first) * mode.bands();
      byte[] expected = Arrays.copyOfRange(whole, from, from + count * mode.bands());
      int at = y * count * mode.bands();
      assertArrayEquals(expected, Arrays.copyOfRange(part, at, at + count * mode.bands()));
    }
  }

  @Test
  void refusesWhatLiesOutside() {
    RgbImage image = noise(8, 6, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Resize.resize(image, new Region(3, 0, 6, 6), 4, 4, ResizeFilter.BICUBIC));
    assertThrows(
        IllegalArgumentException.class,
        () -> Resize.resize(image, new Box(0, 0, 8, 6.5f), 4, 4, ResizeFilter.BICUBIC));
    assertThrows(
        IllegalArgumentException.class, () -> Resize.resize(image, 0, 4, ResizeFilter.BICUBIC));
  }
}
