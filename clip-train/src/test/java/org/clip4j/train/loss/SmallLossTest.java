package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.kernels.CpuKernels;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Losses in float against double where little is left of them, at the scale that runs end with. */
@Tag("long")
class SmallLossTest {

  private static final LogitMap MAP = LogitMap.ofLogScale(Math.log(100));

  private static Kernels kernels(boolean fast) {
    return fast ? new CpuKernels(2) : new Nd4jKernels();
  }

  /** Below, the gradients lie where floats have fewer digits. */
  private static void assumeFloatsReach(double loss) {
    Assume.that(loss > 1e-30);
  }

  /** All of a loss, in tiles and whole, against the whole in double. */
  private static void assertNear(
      ContrastiveLoss loss,
      LogitMap map,
      Function<LossInputs, NaiveLoss> definition,
      Kernels kernels,
      int tile,
      Pairs doubles,
      Pairs floats) {
    int batch = doubles.images.rows();
    ContrastiveLoss.Result expected = doubles.compute(loss.withTile(batch), map);
    assumeFloatsReach(expected.value());
    NaiveLoss naive = definition.apply(LossInputs.whole(doubles.images, doubles.texts, map));
    for (int edge : new int[] {tile, batch}) {
      ContrastiveLoss.Result found = floats.compute(kernels, loss.withTile(edge), map);
      assertEquals(expected.value(), found.value(), 1e-5 * expected.value());
      assertEquals(expected.dBias(), found.dBias(), 1e-5 * Math.abs(expected.dBias()));
      // Terms of both signs, of which little may be left.
      assertEquals(expected.dLogScale(), found.dLogScale(), 1e-5 * naive.scaleTerms());
      assertGradientsNear(doubles, floats);
    }
  }

  private static void assertGradientsNear(Pairs expected, Pairs found) {
    assertNear(expected.dImages, found.dImages);
    assertNear(expected.dTexts, found.dTexts);
  }

  private static void assertNear(Tensor expected, Tensor found) {
    Pairs.assertSame(expected, found, 1e-5 * expected.array().amaxNumber().doubleValue());
  }

  /**
   * Pairs that lie in a cone, as a model's do, and are more or less alike: the loss, from a few
   * down to nothing, rests on the few negatives that come near a pair.
   */
  @Property(tries = 30)
  void infoNce(
      @ForAll @IntRange(min = 2, max = 150) int batch,
      @ForAll @IntRange(min = 32, max = 300) int width,
      @ForAll @IntRange(min = 5, max = 160) int tile,
      @ForAll @DoubleRange(min = 0.1, max = 2) double noise,
      @ForAll Pairs.Cone cone,
      @ForAll @DoubleRange(min = 0, max = 8) double alike,
      @ForAll boolean fast,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    try (Pairs floats = new Pairs(DataType.FLOAT, batch, width, seed);
        Pairs doubles = new Pairs(DataType.DOUBLE, batch, width, seed)) {
      floats.makeAlike(noise, cone, alike, seed);
      doubles.copy(floats);
      assertNear(new InfoNceLoss(), MAP, NaiveInfoNce::new, kernels(fast), tile, doubles, floats);
    }
  }

  /**
   * So many that none is heavy, and so alike that around anything but their mean all is rounded.
   */
  @Property(tries = 8)
  void infoNceOfManyThatAreAlike(
      @ForAll @IntRange(min = 250, max = 350) int batch,
      @ForAll @IntRange(min = 50, max = 400) int tile,
      @ForAll @DoubleRange(min = 10, max = 30) double alike,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    try (Pairs floats = new Pairs(DataType.FLOAT, batch, 256, seed);
        Pairs doubles = new Pairs(DataType.DOUBLE, batch, 256, seed)) {
      floats.makeAlike(0.5, Pairs.Cone.OF_BOTH, alike, seed);
      doubles.copy(floats);
      double expected = doubles.compute(new InfoNceLoss(batch), MAP).value();
      double found = floats.compute(kernels(true), new InfoNceLoss(tile), MAP).value();
      assertEquals(expected, found, 1e-6 * expected);
      assertGradientsNear(doubles, floats);
    }
  }

  /** With biases that put pairs, and all that is like them, above zero or below. */
  @Property(tries = 30)
  void sigmoid(
      @ForAll @IntRange(min = 2, max = 150) int batch,
      @ForAll @IntRange(min = 32, max = 300) int width,
      @ForAll @IntRange(min = 5, max = 160) int tile,
      @ForAll @DoubleRange(min = 0.1, max = 2) double noise,
      @ForAll Pairs.Cone cone,
      @ForAll @DoubleRange(min = 0, max = 8) double alike,
      @ForAll @DoubleRange(min = -110, max = 0) double bias,
      @ForAll boolean fast,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    LogitMap map = new LogitMap(MAP.logScale(), bias);
    try (Pairs floats = new Pairs(DataType.FLOAT, batch, width, seed);
        Pairs doubles = new Pairs(DataType.DOUBLE, batch, width, seed)) {
      floats.makeAlike(noise, cone, alike, seed);
      doubles.copy(floats);
      assertNear(new SigmoidLoss(), map, NaiveSigmoid::new, kernels(fast), tile, doubles, floats);
    }
  }

  /** Student and teacher are sure of their pairs: little is left to lose, or to learn. */
  @Property(tries = 30)
  void distillation(
      @ForAll @IntRange(min = 2, max = 100) int batch,
      @ForAll @IntRange(min = 32, max = 200) int width,
      @ForAll @IntRange(min = 5, max = 110) int tile,
      @ForAll @DoubleRange(min = 0.1, max = 2) double noise,
      @ForAll Pairs.Cone cone,
      @ForAll @DoubleRange(min = 0, max = 8) double alike,
      @ForAll @DoubleRange(min = 14, max = 100) double scale,
      @ForAll boolean fast,
      @ForAll @IntRange(max = 1_000_000) int seed) {
    LogitMap theirs = LogitMap.ofLogScale(Math.log(scale));
    try (Pairs floats = new Pairs(DataType.FLOAT, batch, width, seed);
        Pairs doubles = new Pairs(DataType.DOUBLE, batch, width, seed);
        Pairs teacher = new Pairs(DataType.FLOAT, batch, 64, seed);
        Pairs teacherInDouble = new Pairs(DataType.DOUBLE, batch, 64, seed)) {
      floats.makeAlike(noise, cone, alike, seed);
      doubles.copy(floats);
      teacher.makeAlike(noise, cone, alike, seed + 1L);
      teacherInDouble.copy(teacher);
      double expected = distil(new Nd4jKernels(), batch, doubles, teacherInDouble, theirs);
      assumeFloatsReach(expected);
      for (int edge : new int[] {tile, batch}) {
        double found = distil(kernels(fast), edge, floats, teacher, theirs);
        assertEquals(expected, found, 1e-5 * expected);
        assertGradientsNear(doubles, floats);
      }
    }
  }

  /** The value; the gradients begin at nothing. */
  private static double distil(
      Kernels kernels, int edge, Pairs student, Pairs teacher, LogitMap teachers) {
    student.dImages.zero();
    student.dTexts.zero();
    try (Arena arena = new Arena(student.images.type())) {
      return new DistillationLoss(edge)
          .add(
              kernels,
              arena,
              LossInputs.whole(student.images, student.texts, MAP),
              LossInputs.whole(teacher.images, teacher.texts, teachers),
              1,
              student.dImages,
              student.dTexts)
          .value();
    }
  }
}
