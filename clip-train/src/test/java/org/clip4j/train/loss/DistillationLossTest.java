package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("long")
class DistillationLossTest {

  private static final LogitMap STUDENT = new LogitMap(1.1, -3);
  private static final LogitMap TEACHER = new LogitMap(0.7, 5);

  /** Against plain loops over the definition, with any tile, on top of what stood there. */
  @Property(tries = 30)
  void addsWhatItsDefinitionSays(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 4) int width,
      @ForAll @IntRange(min = 1, max = 4) int teacherWidth,
      @ForAll @IntRange(min = 1, max = 10) int tile,
      @ForAll long seed) {
    double weight = 1.7;
    try (Pairs pairs = Pairs.inDouble(batch, width, seed);
        Pairs teacher = Pairs.inDouble(batch, teacherWidth, seed + 7)) {
      fill(pairs.dImages, 0.25);
      fill(pairs.dTexts, -0.5);
      ContrastiveLoss.Result result = add(tile, pairs, teacher, weight);
      NaiveDistillation naive = new NaiveDistillation(student(pairs), taught(teacher));
      assertEquals(naive.loss(), result.value(), 1e-11);
      assertEquals(naive.dLogScale(), result.dLogScale(), 1e-11);
      assertEquals(0, result.dBias());
      for (int i = 0; i < batch; i++) {
        for (int d = 0; d < width; d++) {
          long at = (long) i * width + d;
          assertEquals(0.25 + weight * naive.dImage(i, d), pairs.dImages.get(at), 1e-11);
          assertEquals(-0.5 + weight * naive.dText(i, d), pairs.dTexts.get(at), 1e-11);
        }
      }
    }
  }

  private static LossInputs student(Pairs pairs) {
    return LossInputs.whole(pairs.images, pairs.texts, STUDENT);
  }

  private static LossInputs taught(Pairs teacher) {
    return LossInputs.whole(teacher.images, teacher.texts, TEACHER);
  }

  private static ContrastiveLoss.Result add(int tile, Pairs pairs, Pairs teacher, double weight) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      return new DistillationLoss(tile)
          .add(
              new Nd4jKernels(),
              arena,
              student(pairs),
              taught(teacher),
              weight,
              pairs.dImages,
              pairs.dTexts);
    }
  }

  private static void fill(Tensor t, double value) {
    for (long i = 0; i < t.length(); i++) {
      t.set(i, value);
    }
  }

  /** With InfoNCE before it, what PyTorch computes; make_reference.py beside the values. */
  @ParameterizedTest
  @CsvSource({"6, 1024", "6, 4", "50, 1024", "50, 16"})
  void agreesWithPyTorch(int batch, int tile) throws Exception {
    double scale = 14.2857;
    double weight = 0.7;
    Map<String, INDArray> values = Safetensors.read(reference()).tensors();
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = Tensor.of(values.get(batch + ".image"));
      Tensor texts = Tensor.of(values.get(batch + ".text"));
      LossInputs student = LossInputs.whole(images, texts, LogitMap.ofLogScale(Math.log(scale)));
      LossInputs teacher =
          LossInputs.whole(
              Tensor.of(values.get(batch + ".teacher.image")),
              Tensor.of(values.get(batch + ".teacher.text")),
              LogitMap.ofLogScale(Math.log(60)));
      Tensor dImages = arena.take(images.shape());
      Tensor dTexts = arena.take(texts.shape());
      Nd4jKernels kernels = new Nd4jKernels();
      ContrastiveLoss.Result contrastive =
          new InfoNceLoss(tile).compute(kernels, arena, student, dImages, dTexts);
      ContrastiveLoss.Result distill =
          new DistillationLoss(tile).add(kernels, arena, student, teacher, weight, dImages, dTexts);
      assertEquals(
          values.get(batch + ".contrastive_loss").getDouble(0), contrastive.value(), 1e-12);
      assertEquals(values.get(batch + ".distill_loss").getDouble(0), distill.value(), 1e-12);
      // The reference differentiates by the scale itself.
      assertEquals(
          values.get(batch + ".grad.scale").getDouble(0),
          (contrastive.dLogScale() + weight * distill.dLogScale()) / scale,
          1e-12);
      Pairs.assertSame(Tensor.of(values.get(batch + ".grad.image")), dImages, 1e-12);
      Pairs.assertSame(Tensor.of(values.get(batch + ".grad.text")), dTexts, 1e-12);
    }
  }

  private static Path reference() throws URISyntaxException {
    return Path.of(
        DistillationLossTest.class.getResource("/distillation/reference.safetensors").toURI());
  }

  @Test
  void gradientsAreTheSlopesOfTheValue() {
    try (Pairs pairs = Pairs.inDouble(5, 3, 3);
        Pairs teacher = Pairs.inDouble(5, 2, 4)) {
      fill(pairs.dImages, 0);
      fill(pairs.dTexts, 0);
      add(2, pairs, teacher, 1);
      DoubleSupplier value = () -> new NaiveDistillation(student(pairs), taught(teacher)).loss();
      for (long i = 0; i < pairs.images.length(); i++) {
        assertEquals(slope(pairs.images, i, value), pairs.dImages.get(i), 2e-8);
        assertEquals(slope(pairs.texts, i, value), pairs.dTexts.get(i), 2e-8);
      }
    }
  }

  private static double slope(Tensor t, long at, DoubleSupplier value) {
    double step = 1e-5;
    double kept = t.get(at);
    t.set(at, kept + step);
    double above = value.getAsDouble();
    t.set(at, kept - step);
    double below = value.getAsDouble();
    t.set(at, kept);
    return (above - below) / (2 * step);
  }

  /** Whoever compares as the teacher does has nothing to learn from it. */
  @Test
  void theTeacherItselfLearnsNothing() {
    try (Pairs pairs = Pairs.inDouble(6, 3, 3);
        Arena arena = new Arena(DataType.DOUBLE)) {
      fill(pairs.dImages, 0);
      fill(pairs.dTexts, 0);
      LossInputs same = student(pairs);
      ContrastiveLoss.Result result =
          new DistillationLoss(4)
              .add(new Nd4jKernels(), arena, same, same, 1, pairs.dImages, pairs.dTexts);
      assertTrue(result.value() > 0, "the entropy of its softmaxes is " + result.value());
      assertEquals(0, result.dLogScale());
      for (long i = 0; i < pairs.dImages.length(); i++) {
        assertEquals(0, pairs.dImages.get(i));
        assertEquals(0, pairs.dTexts.get(i));
      }
    }
  }

  /**
   * Scales from a run's first to its last, with tiles that divide the batch and ones that do not.
   */
  @ParameterizedTest
  @CsvSource({
    "203, 37, 14.3, 100",
    "64, 16, 14.3, 14.3",
    "203, 1024, 100, 100",
    "512, 100, 50, 20"
  })
  void inFloatNearDouble(int batch, int tile, double scale, double teacherScale) {
    double weight = 0.6;
    try (Pairs expected = Pairs.inDouble(batch, 32, 9);
        Pairs teacher = Pairs.inDouble(batch, 48, 5);
        Pairs actual = new Pairs(DataType.FLOAT, batch, 32, 9);
        Pairs teacherInFloat = new Pairs(DataType.FLOAT, batch, 48, 5);
        Arena arena = new Arena(DataType.DOUBLE);
        Arena inFloat = new Arena(DataType.FLOAT)) {
      unit(expected, actual, 5.6);
      unit(teacher, teacherInFloat, 6.9);
      LogitMap map = LogitMap.ofLogScale(Math.log(scale));
      LogitMap theirs = LogitMap.ofLogScale(Math.log(teacherScale));
      ContrastiveLoss.Result wanted =
          new DistillationLoss(batch)
              .add(
                  new Nd4jKernels(),
                  arena,
                  LossInputs.whole(expected.images, expected.texts, map),
                  LossInputs.whole(teacher.images, teacher.texts, theirs),
                  weight,
                  expected.dImages,
                  expected.dTexts);
      ContrastiveLoss.Result found =
          new DistillationLoss(tile)
              .add(
                  KernelSelector.of(DataType.FLOAT),
                  inFloat,
                  LossInputs.whole(actual.images, actual.texts, map),
                  LossInputs.whole(teacherInFloat.images, teacherInFloat.texts, theirs),
                  weight,
                  actual.dImages,
                  actual.dTexts);
      assertEquals(wanted.value(), found.value(), 1e-5 * wanted.value());
      assertEquals(wanted.dLogScale(), found.dLogScale(), 2e-5 * Math.abs(wanted.dLogScale()));
      assertNear(expected.dImages, actual.dImages);
      assertNear(expected.dTexts, actual.dTexts);
    }
  }

  /** Rows of about unit length, the same in both, and gradients to add to. */
  private static void unit(Pairs twice, Pairs single, double length) {
    for (Tensor[] both :
        new Tensor[][] {{twice.images, single.images}, {twice.texts, single.texts}}) {
      for (long i = 0; i < both[0].length(); i++) {
        both[1].set(i, both[1].get(i) / length);
        both[0].set(i, both[1].get(i));
      }
    }
    for (Pairs pairs : List.of(twice, single)) {
      fill(pairs.dImages, 0);
      fill(pairs.dTexts, 0);
    }
  }

  private static void assertNear(Tensor expected, Tensor actual) {
    double largest = 0;
    for (long i = 0; i < expected.length(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
    }
    Pairs.assertSame(expected, actual, 1e-5 * largest);
  }

  /** The shares of several machines add up to what one computes. */
  @Property(tries = 20)
  void sharesAddUp(
      @ForAll @IntRange(min = 2, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 10) int tile,
      @ForAll long seed) {
    int cut = 1 + Math.floorMod(seed, batch - 1);
    try (Pairs one = Pairs.inDouble(batch, 3, seed);
        Pairs several = Pairs.inDouble(batch, 3, seed);
        Pairs teacher = Pairs.inDouble(batch, 2, seed + 7)) {
      for (Pairs pairs : List.of(one, several)) {
        fill(pairs.dImages, 0);
        fill(pairs.dTexts, 0);
      }
      ContrastiveLoss.Result whole = add(tile, one, teacher, 1);
      List<double[]> columns = new ArrayList<>();
      List<double[]> ofTeacher = new ArrayList<>();
      // Once to hear what each has to say, once with the answer.
      share(tile, several, teacher, 0, cut, tell(columns), tell(ofTeacher));
      share(tile, several, teacher, cut, batch, tell(columns), tell(ofTeacher));
      fill(several.dImages, 0);
      fill(several.dTexts, 0);
      ColumnExchange all = own -> ColumnExchange.merged(columns);
      ColumnExchange allOfTeacher = own -> ColumnExchange.merged(ofTeacher);
      ContrastiveLoss.Result first = share(tile, several, teacher, 0, cut, all, allOfTeacher);
      ContrastiveLoss.Result second = share(tile, several, teacher, cut, batch, all, allOfTeacher);
      assertEquals(whole.value(), first.value() + second.value(), 1e-11);
      assertEquals(whole.dLogScale(), first.dLogScale() + second.dLogScale(), 1e-11);
      Pairs.assertSame(one.dImages, several.dImages, 1e-11);
      Pairs.assertSame(one.dTexts, several.dTexts, 1e-11);
    }
  }

  private static ColumnExchange tell(List<double[]> to) {
    return own -> {
      to.add(own.clone());
      return own;
    };
  }

  /** The share of a machine with some rows, whose captions' gradients add up in place. */
  private static ContrastiveLoss.Result share(
      int tile,
      Pairs pairs,
      Pairs teacher,
      int from,
      int to,
      ColumnExchange exchange,
      ColumnExchange ofTeacher) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      return new DistillationLoss(tile)
          .add(
              new Nd4jKernels(),
              arena,
              new LossInputs(pairs.images.slice(from, to), pairs.texts, from, STUDENT, exchange),
              new LossInputs(
                  teacher.images.slice(from, to), teacher.texts, from, TEACHER, ofTeacher),
              1,
              pairs.dImages.slice(from, to),
              pairs.dTexts);
    }
  }

  /** As many tiles as InfoNCE has, of the two together, whatever the batch. */
  @ParameterizedTest
  @CsvSource({"256, 2", "512, 8", "1024, 16", "4096, 16"})
  void memoryGrowsWithTheBatchAlone(int batch, int tiles) {
    int edge = 256;
    try (Pairs pairs = new Pairs(DataType.FLOAT, batch, 2, 1);
        Arena arena = new Arena(DataType.FLOAT)) {
      LossInputs inputs = LossInputs.whole(pairs.images, pairs.texts, new LogitMap(0.5, 0));
      new DistillationLoss(edge)
          .add(
              KernelSelector.of(DataType.FLOAT),
              arena,
              inputs,
              inputs,
              1,
              pairs.dImages,
              pairs.dTexts);
      long logits = 4L * tiles * edge * edge;
      // Of both models what LossMemoryTest counts.
      long most = logits + 2 * 4L * (6 * edge + 4L * batch);
      long used = arena.mostUsedBytes();
      assertTrue(used >= logits && used <= most + (1 << 10), used + " of " + logits);
    }
  }

  @Test
  void everyTileIsHeardOfAndCanBeTheLast() {
    int[] told = {0};
    try (Pairs pairs = Pairs.inDouble(5, 2, 1);
        Arena arena = new Arena(DataType.DOUBLE)) {
      LossInputs heard = student(pairs).heardBy(() -> told[0]++);
      DistillationLoss loss = new DistillationLoss(2);
      Nd4jKernels kernels = new Nd4jKernels();
      loss.add(kernels, arena, heard, student(pairs), 1, pairs.dImages, pairs.dTexts);
      assertEquals(2 * 9, told[0]);
      LossInputs stopped =
          student(pairs)
              .heardBy(
                  () -> {
                    throw new IllegalStateException("enough");
                  });
      assertThrows(
          IllegalStateException.class,
          () -> loss.add(kernels, arena, stopped, heard, 1, pairs.dImages, pairs.dTexts));
    }
  }

  @Test
  void otherPairsAreRefused() {
    try (Pairs pairs = Pairs.inDouble(5, 2, 1);
        Pairs teacher = Pairs.inDouble(4, 2, 1)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> add(3, pairs, teacher, 1));
      assertTrue(e.getMessage().contains("are not as many as the student's"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new DistillationLoss(0));
  }
}
