package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.random.DeterministicRandom;
import org.junit.jupiter.api.Test;

/** Both stages together against the transform in one. */
class StagedTransformTest {

  /**
   * Every augmentation that leaves 8-bit levels, each so often that some draws take all of them.
   */
  private static AugmentConfig everyStagedOne() {
    return AugmentConfig.builder()
        .crop(0.4, 1)
        .flip(0.6)
        .jitter(0.4, 0.4, 0.4, 0.1, 0.7)
        .grey(0.4)
        .background(BackgroundChange.ANY, 0.6)
        .erase(0.02, 0.3, 0.6)
        .build();
  }

  private static void assertStagesGiveTheSame(ImageTransform transform, RgbImage image, long seed) {
    int length = 3 * transform.size() * transform.size();
    float[] whole = new float[length + 1];
    transform.apply(image, new DeterministicRandom(seed), whole, 1);

    StagedTransform stages = transform.staged().orElseThrow();
    assertEquals(transform.size(), stages.size());
    byte[] levels = new byte[length];
    Arrays.fill(levels, (byte) 77);
    DeterministicRandom random = new DeterministicRandom(seed);
    stages.square(image, random, levels);
    byte[] kept = levels.clone();
    for (int time = 0; time < 2; time++) {
      float[] staged = new float[length + 1];
      Arrays.fill(staged, 1, length + 1, Float.NaN);
      stages.finish(levels, new DeterministicRandom(random.state()), staged, 1);
      assertArrayEquals(whole, staged);
    }
    assertArrayEquals(kept, levels, "the levels are only read");
  }

  @Property(tries = 200)
  void stagesGiveTheTransformsBits(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 30) int size,
      @ForAll long seed) {
    PreprocessConfig config = PreprocessConfig.clip(size);
    RgbImage image = ResizeTest.noise(width, height, seed);
    assertStagesGiveTheSame(new TrainTransform(config, everyStagedOne()), image, seed);
    assertStagesGiveTheSame(new TrainTransform(config), image, seed);
    AugmentConfig flip = AugmentConfig.builder().flip(0.5).build();
    assertStagesGiveTheSame(new TrainTransform(config, flip), image, seed);
    for (ResizeMode mode : ResizeMode.values()) {
      PreprocessConfig eval =
          new PreprocessConfig(
              size, config.mean(), config.std(), config.interpolation(), mode, 128);
      assertStagesGiveTheSame(new EvalTransform(eval), image, seed);
    }
  }

  @Test
  void drawingsOnPaperOfAnotherColourToo() {
    byte[] rgb = new byte[3 * 24 * 24];
    Arrays.fill(rgb, (byte) 255);
    Arrays.fill(rgb, 3 * 24 * 9, 3 * 24 * 15, (byte) 40);
    for (int seed = 0; seed < 40; seed++) {
      assertStagesGiveTheSame(
          new TrainTransform(PreprocessConfig.clip(16), everyStagedOne()),
          new RgbImage(24, 24, rgb),
          seed);
    }
  }

  @Test
  void whatWarpsHasNoStages() {
    PreprocessConfig config = PreprocessConfig.clip(8);
    for (AugmentConfig warping :
        new AugmentConfig[] {
          AugmentConfig.builder().rotate(1).build(),
          AugmentConfig.builder().translate(0.1).build(),
          AugmentConfig.builder().zoom(1, 1.1).build(),
          AugmentConfig.builder().shear(1).build()
        }) {
      assertEquals(Optional.empty(), new TrainTransform(config, warping).staged());
    }
    assertTrue(new TrainTransform(config).staged().isPresent());
  }

  @Test
  void levelsOfAnotherLengthAreRefused() {
    RgbImage image = ResizeTest.noise(8, 8, 1);
    PreprocessConfig config = PreprocessConfig.clip(4);
    for (ImageTransform transform :
        new ImageTransform[] {new TrainTransform(config), new EvalTransform(config)}) {
      StagedTransform stages = transform.staged().orElseThrow();
      String line =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> stages.square(image, new DeterministicRandom(1), new byte[47]))
              .getMessage();
      assertEquals("a square of 4 pixels has 48 levels, not 47", line);
    }
  }
}
