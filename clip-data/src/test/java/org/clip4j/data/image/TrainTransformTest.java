package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainTransformTest {
  private static final PreprocessConfig CONFIG = PreprocessConfig.clip(16);

  static AugmentConfig everything() {
    return AugmentConfig.builder()
        .crop(0.5, 1)
        .rotate(30)
        .translate(0.1)
        .zoom(0.7, 1.3)
        .shear(10)
        .flip(0.5)
        .jitter(0.4, 0.4, 0.4, 0.1, 0.8)
        .grey(0.2)
        .background(BackgroundChange.ANY, 0.5)
        .erase(0.02, 0.3, 0.3)
        .build();
  }

  private static float[] apply(ImageTransform transform, RgbImage image, long seed) {
    float[] out = new float[3 * transform.size() * transform.size()];
    transform.apply(image, new SplittableRandom(seed), out, 0);
    return out;
  }

  @Test
  void defaultIsCropResizeNormalise() {
    RgbImage image = ResizeTest.noise(50, 40, 3);
    Region region =
        new RandomResizedCrop(0.9, 1, 0.75, 4 / 3.0).draw(50, 40, new SplittableRandom(8));
    float[] expected = new float[3 * 16 * 16];
    new Normalizer(CONFIG)
        .write(Resize.resize(image, region, 16, 16, ResizeFilter.BICUBIC), expected, 0);
    assertArrayEquals(expected, apply(new TrainTransform(CONFIG), image, 8));
  }

  @Test
  void drawsRegionsByTorchvisionsRule() {
    // Half of everything: area 0.95, square; then a quarter and three quarters of the four places
    // left.
    RandomResizedCrop crop = new RandomResizedCrop(0.9, 1, 0.75, 4 / 3.0);
    assertEquals(new Region(3, 1, 97, 97), crop.draw(100, 100, new Script(0.5, 0.5, 0.25, 0.75)));
    // Width over height 4/3 does not fit ten times over: the middle, as wide as allowed.
    assertEquals(new Region(493, 0, 13, 10), crop.draw(1000, 10, new Script(0.5)));
    assertEquals(new Region(0, 493, 10, 13), crop.draw(10, 1000, new Script(0.5)));
    assertEquals(new Region(0, 0, 100, 80), crop.draw(100, 80, new Script(0.5)));
  }

  @Property(tries = 60)
  void cropsKeepToShareAndShape(
      @ForAll @IntRange(min = 20, max = 300) int edge, @ForAll long seed) {
    Region region =
        new RandomResizedCrop(0.3, 0.6, 0.75, 4 / 3.0).draw(edge, edge, new SplittableRandom(seed));
    region.checkInside(edge, edge);
    double share = (double) region.width() * region.height() / ((double) edge * edge);
    double rounding = 2.0 / edge;
    assertTrue(share > 0.3 - rounding && share < 0.6 + rounding, "share " + share);
    double ratio = (double) region.width() / region.height();
    assertTrue(ratio > 0.75 - 3 * rounding && ratio < 4 / 3.0 + 3 * rounding, "ratio " + ratio);
  }

  @Property(tries = 100)
  void anySizeGivesFiniteValuesOfTheSameBitsForTheSameSeed(
      @ForAll @IntRange(min = 1, max = 120) int width,
      @ForAll @IntRange(min = 1, max = 120) int height,
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll long seed) {
    RgbImage image = ResizeTest.noise(width, height, seed);
    TrainTransform transform = new TrainTransform(PreprocessConfig.clip(size), everything());
    float[] first = apply(transform, image, seed);
    for (float value : first) {
      assertTrue(
          value > -2 && value < 2.8,
          "normalised levels lie between those of black and white: " + value);
    }
    assertArrayEquals(first, apply(transform, image, seed));
    EvalTransform eval = new EvalTransform(PreprocessConfig.clip(size));
    assertArrayEquals(apply(eval, image, 1), apply(eval, image, 2));
  }

  @Test
  void bitsDoNotChangeWhenTheCompilerGetsToIt() {
    RgbImage image = ResizeTest.noise(33, 47, 5);
    TrainTransform transform = new TrainTransform(CONFIG, everything());
    float[] cold = apply(transform, image, 77);
    for (int i = 0; i < 1500; i++) {
      apply(transform, image, i);
    }
    assertArrayEquals(cold, apply(transform, image, 77));
  }

  @Test
  void seedsDiffer() {
    RgbImage image = ResizeTest.noise(33, 47, 5);
    TrainTransform transform = new TrainTransform(CONFIG, everything());
    assertFalse(Arrays.equals(apply(transform, image, 1), apply(transform, image, 2)));
  }

  @Test
  void mirrorsLeftToRight() {
    RgbImage image = ResizeTest.noise(40, 40, 6);
    float[] plain = apply(new TrainTransform(CONFIG), image, 4);
    float[] mirrored =
        apply(new TrainTransform(CONFIG, AugmentConfig.builder().flip(1).build()), image, 4);
    for (int row = 0; row < 3 * 16; row++) {
      for (int column = 0; column < 16; column++) {
        assertEquals(plain[row * 16 + column], mirrored[row * 16 + 15 - column], 1e-6f);
      }
    }
  }

  @Test
  void erasesARectangleInAllThreeBands() {
    float[] values = new float[3 * 16 * 16];
    Arrays.fill(values, 1);
    AugmentConfig config = AugmentConfig.builder().erase(0.25, 0.25, 1).build();
    new Augment(config, 16).erase(values, 0, new Script(0.5));
    List<Integer> blank = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == 0) {
        blank.add(i);
      }
    }
    // A quarter of 16x16, square: 8x8; half of the nine places left: row and column 4.
    assertEquals(3 * 64, blank.size());
    assertEquals(4 * 16 + 4, blank.get(0));
    assertEquals(2 * 256 + 11 * 16 + 11, blank.get(blank.size() - 1));
  }

  @Test
  void refusesAnArrayThatIsTooShort() {
    RgbImage image = ResizeTest.noise(8, 8, 1);
    for (ImageTransform transform :
        List.of(
            new TrainTransform(CONFIG),
            new TrainTransform(CONFIG, everything()),
            new EvalTransform(CONFIG))) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> transform.apply(image, new SplittableRandom(1), new float[3 * 16 * 16], 1));
    }
  }

  /** Gives the written values of {@code nextDouble}, the last one for ever. */
  private static final class Script implements RandomGenerator {
    private final double[] values;
    private int next;

    Script(double... values) {
      this.values = values;
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }

    @Override
    public double nextDouble() {
      return values[Math.min(next++, values.length - 1)];
    }
  }
}
