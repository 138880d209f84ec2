package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The fast passes over three bands against the plain ones. */
class ConvolutionTest {
  /** Noise, or black and white alone, where the kernel's overshoot is largest. */
  private static Plane plane(int width, int height, boolean harsh, long seed) {
    byte[] samples = new byte[3 * width * height];
    Random random = new Random(seed);
    random.nextBytes(samples);
    for (int i = 0; harsh && i < samples.length; i++) {
      samples[i] = (byte) (samples[i] < 0 ? 255 : 0);
    }
    int left = random.nextInt((width + 1) / 2);
    int top = random.nextInt((height + 1) / 2);
    Region region = new Region(left, top, width - left, height - top);
    return new Plane(samples, width, 3, region);
  }

  private static Window window(int count, int cut) {
    return new Window(cut / 2, count, (long) count + cut);
  }

  @Property(tries = 400)
  void givesThePlainOnesBytes(
      @ForAll @IntRange(min = 1, max = 120) int width,
      @ForAll @IntRange(min = 1, max = 120) int height,
      @ForAll @IntRange(min = 1, max = 70) int newWidth,
      @ForAll @IntRange(min = 1, max = 70) int newHeight,
      @ForAll @IntRange(max = 9) int cut,
      @ForAll boolean harsh,
      @ForAll ResizeFilter filter) {
    Plane source = plane(width, height, harsh, width + 31L * height);
    Box box =
        cut % 2 == 0
            ? new Box(0, 0, source.width(), source.height())
            : new Box(0.25f, 0.125f, source.width() - 0.5f, source.height() - 0.25f);
    Window columns = window(newWidth, cut);
    Window rows = window(newHeight, cut);
    byte[] expected = PlainConvolution.run(source, box, columns, rows, filter);
    assertArrayEquals(expected, Convolution.run(source, box, columns, rows, filter));

    byte[] byRows = new byte[expected.length];
    int[] next = {0};
    Convolution.run(
        source,
        box,
        columns,
        rows,
        filter,
        (y, levels) -> {
          assertEquals(next[0]++, y);
          for (int i = 0; i < 3 * newWidth; i++) {
            byRows[3 * y * newWidth + i] = (byte) levels[i];
          }
        });
    assertArrayEquals(expected, byRows);
  }

  @Property(tries = 200)
  void vectorsGiveTheSumsOfPlainLoops(
      @ForAll @IntRange(min = 1, max = 200) int width,
      @ForAll @IntRange(min = 1, max = 11) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll ResizeFilter filter) {
    Plane source = plane(width, height, true, width);
    Taps taps = Taps.of(filter, source.width(), 0, source.width(), Window.all(newWidth));
    RgbAcross plain = new PlainAcross(source, taps);
    RgbAcross vectors = new VectorAcross(source, taps);
    for (int row = 0; row < source.height(); row += RgbAcross.ROWS) {
      int[][] expected = new int[RgbAcross.ROWS][3 * newWidth + RgbAcross.SPARE];
      int[][] actual = new int[RgbAcross.ROWS][3 * newWidth + RgbAcross.SPARE];
      plain.run(row, source.height(), expected);
      vectors.run(row, source.height(), actual);
      for (int i = 0; i < Math.min(RgbAcross.ROWS, source.height() - row); i++) {
        assertArrayEquals(
            Arrays.copyOf(expected[i], 3 * newWidth), Arrays.copyOf(actual[i], 3 * newWidth));
      }
    }
  }

  @Test
  void hugeReductionsStayExact() {
    Plane source = plane(20_011, 37, true, 5);
    Box box = new Box(0, 0, source.width(), source.height());
    assertTrue(source.width() > 9000);
    for (ResizeFilter filter : ResizeFilter.values()) {
      assertArrayEquals(
          PlainConvolution.run(source, box, Window.all(3), Window.all(5), filter),
          Convolution.run(source, box, Window.all(3), Window.all(5), filter));
    }
  }
}
