package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("long")
class PatchDropoutTest {

  private static final int PATCH = 4;
  private static final int EDGE = 4 * PATCH;

  /** Keeps 4 of 16 patches. */
  private static final ModelConfig CONFIG = config(EDGE, 0.75);

  private static ModelConfig config(int imageSize, double rate) {
    return new ModelConfig(
        8,
        false,
        new VisionConfig(imageSize, PATCH, 32, 2, 16, 2, rate),
        new TextConfig(8, 50, 16, 2, 1, 4));
  }

  /** An encoder of small pictures sees nothing but the kept patches, with their own positions. */
  @Test
  void isTheWholeEncoderOnASmallerPicture() {
    try (ClipModel model = new ClipModel(CONFIG, DataType.DOUBLE, false);
        ClipModel small = new ClipModel(config(2 * PATCH, 0), DataType.DOUBLE, false);
        Arena arena = new Arena(DataType.DOUBLE)) {
      model.initialize(3);
      Tape tape = new Tape(new Nd4jKernels(), arena, false);
      Tensor images = noise(arena, 3, 3, EDGE, EDGE);
      KeptPatches kept = PatchDropout.of(CONFIG.visionCfg(), 1, 2).kept(0, 3);
      assertEquals(4, kept.perPicture());
      Tensor all = model.encodeImages(tape, images, kept).value();
      for (int picture = 0; picture < 3; picture++) {
        copyWeights(model, small, kept, picture);
        Tensor cut = cut(arena, images, kept, picture);
        Tensor one = small.encodeImages(tape, cut).value();
        for (int d = 0; d < 8; d++) {
          assertEquals(one.get(d), all.get(8L * picture + d), 1e-14);
        }
      }
    }
  }

  private static void copyWeights(ClipModel from, ClipModel to, KeptPatches kept, int picture) {
    for (Parameter p : to.parameters().all()) {
      Tensor source = from.parameters().find(p.name()).orElseThrow().value();
      if (p.name().equals("visual.positional_embedding")) {
        p.value().slice(0, 1).assign(source.slice(0, 1));
        for (int i = 0; i < 4; i++) {
          int row = 1 + kept.patch(picture, i);
          p.value().slice(1 + i, 2 + i).assign(source.slice(row, row + 1));
        }
      } else {
        p.value().assign(source);
      }
    }
  }

  /** The picture of 2 x 2 patches that are those kept. */
  private static Tensor cut(Arena arena, Tensor images, KeptPatches kept, int picture) {
    int edge = 2 * PATCH;
    Tensor small = arena.take(1, 3, edge, edge);
    for (int i = 0; i < small.length(); i++) {
      int x = i % edge;
      int y = i / edge % edge;
      int channel = i / edge / edge;
      int patch = kept.patch(picture, y / PATCH * 2 + x / PATCH);
      int row = patch / 4 * PATCH + y % PATCH;
      int column = patch % 4 * PATCH + x % PATCH;
      small.set(i, images.get(((3L * picture + channel) * EDGE + row) * EDGE + column));
    }
    return small;
  }

  /** Central differences, in double precision. */
  @Test
  void gradientsAreThoseOfWhatIsKept() {
    try (ClipModel model = new ClipModel(CONFIG, DataType.DOUBLE, true);
        Arena arena = new Arena(DataType.DOUBLE)) {
      model.initialize(5);
      Tensor images = noise(arena, 2, 3, EDGE, EDGE);
      Tensor weights = noise(arena, 2, 8);
      KeptPatches kept = PatchDropout.of(CONFIG.visionCfg(), 7, 0).kept(0, 2);
      Tape tape = new Tape(new Nd4jKernels(), arena, true);
      Variable y = model.encodeImages(tape, images, kept);
      y.seedGradient(weights);
      model.parameters().zeroGradients();
      tape.backward();
      DeterministicRandom random = DeterministicRandom.of(2);
      for (Parameter p : model.parameters().all()) {
        for (int n = 0; p.name().startsWith("visual.") && n < 12; n++) {
          long i = random.nextInt((int) p.length());
          double value = p.value().get(i);
          p.value().set(i, value + 1e-5);
          double above = weighted(model, images, kept, weights);
          p.value().set(i, value - 1e-5);
          double below = weighted(model, images, kept, weights);
          p.value().set(i, value);
          assertEquals((above - below) / 2e-5, p.gradient().get(i), 2e-8, p + " at " + i);
        }
      }
    }
  }

  private static double weighted(ClipModel model, Tensor images, KeptPatches kept, Tensor weights) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tape tape = new Tape(new Nd4jKernels(), arena, false);
      return tape.kernels().dot(model.encodeImages(tape, images, kept).value(), weights);
    }
  }

  @Test
  void fastKernelsDoTheSame() {
    KeptPatches kept = PatchDropout.of(CONFIG.visionCfg(), 7, 0).kept(0, 2);
    try (ClipModel exact = new ClipModel(CONFIG, DataType.DOUBLE, false);
        ClipModel fast = new ClipModel(CONFIG, DataType.FLOAT, false);
        Arena doubles = new Arena(DataType.DOUBLE);
        Arena floats = new Arena(DataType.FLOAT)) {
      exact.initialize(5);
      fast.initialize(5);
      Tape slowTape = new Tape(new Nd4jKernels(), doubles, false);
      Tape fastTape = new Tape(KernelSelector.of(DataType.FLOAT), floats, false);
      Tensor expected =
          exact.encodeImages(slowTape, noise(doubles, 2, 3, EDGE, EDGE), kept).value();
      Tensor found = fast.encodeImages(fastTape, noise(floats, 2, 3, EDGE, EDGE), kept).value();
      for (long i = 0; i < expected.length(); i++) {
        assertEquals(expected.get(i), found.get(i), 1e-5);
      }
    }
  }

  @Property(tries = 200)
  void drawsDependOnSeedStepAndPlaceAlone(
      @ForAll long seed,
      @ForAll @IntRange(max = 1 << 20) int step,
      @ForAll @IntRange(max = 40000) int first,
      @ForAll @IntRange(min = 1, max = 9) int pictures,
      @ForAll @DoubleRange(max = 0.99) double rate) {
    VisionConfig vision = config(EDGE, rate).visionCfg();
    KeptPatches together = PatchDropout.of(vision, seed, step).kept(first, pictures);
    for (int i = 0; i < pictures; i++) {
      KeptPatches alone = PatchDropout.of(vision, seed, step).kept(first + i, 1);
      for (int k = 0; k < vision.keptPatches(); k++) {
        assertEquals(alone.patch(0, k), together.patch(i, k));
      }
    }
    assertEquals(vision.keptPatches(), together.perPicture());
  }

  /** 4 of 16 patches: each is kept in a quarter of all draws, and steps and pictures differ. */
  @Test
  void everyPatchIsKeptEquallyOften() {
    int[] counts = new int[16];
    for (int step = 0; step < 400; step++) {
      KeptPatches kept = PatchDropout.of(CONFIG.visionCfg(), 0, step).kept(0, 10);
      for (int picture = 0; picture < 10; picture++) {
        for (int i = 0; i < 4; i++) {
          counts[kept.patch(picture, i)]++;
        }
      }
    }
    for (int count : counts) {
      // 1000 expected, with a standard deviation of 27.
      assertTrue(Math.abs(count - 1000) < 120, java.util.Arrays.toString(counts));
    }
  }

  @Test
  void withoutARateNothingIsLeftOut() {
    VisionConfig vision = config(EDGE, 0).visionCfg();
    KeptPatches kept = PatchDropout.of(vision, 1, 1).kept(5, 2);
    assertTrue(kept.isAll());
    int[] every = new int[32];
    java.util.Arrays.setAll(every, i -> i);
    assertArrayEquals(every, kept.rows());
  }

  @Test
  void impossiblePatchesAreRefused() {
    VisionConfig vision = CONFIG.visionCfg();
    for (int[][] wrong :
        new int[][][] {{{}}, {{1, 2}, {1}}, {{2, 1}}, {{1, 1}}, {{-1}}, {{3, 16}}}) {
      assertThrows(IllegalArgumentException.class, () -> KeptPatches.of(vision, wrong));
    }
    try (ClipModel model = new ClipModel(CONFIG, DataType.DOUBLE, false);
        Arena arena = new Arena(DataType.DOUBLE)) {
      Tape tape = new Tape(new Nd4jKernels(), arena, false);
      Tensor images = noise(arena, 2, 3, EDGE, EDGE);
      KeptPatches three = KeptPatches.all(vision, 3);
      assertThrows(IllegalArgumentException.class, () -> model.encodeImages(tape, images, three));
    }
  }

  private static Tensor noise(Arena arena, long... shape) {
    DeterministicRandom random = DeterministicRandom.of(9, shape.length);
    Tensor t = arena.take(shape);
    for (long i = 0; i < t.length(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }
}
