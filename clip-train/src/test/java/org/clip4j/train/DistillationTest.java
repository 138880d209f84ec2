package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.PatchDropout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.DistillationLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.SigmoidLoss;
import org.clip4j.train.optim.Tower;
import org.clip4j.train.optim.TowerLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a batch with a teacher. */
@Tag("long")
class DistillationTest {

  /** It leaves out patches, the teacher sees all. */
  private static final ModelConfig STUDENT =
      new ModelConfig(
          8,
          false,
          new VisionConfig(16, 4, 16, 1, 8, 2, 0.5),
          new TextConfig(9, 40, 16, 2, 1, 2),
          1.2,
          -1.0);

  private static final ModelConfig TEACHER =
      new ModelConfig(
          12,
          true,
          new VisionConfig(16, 8, 24, 2, 8, 2, 0),
          new TextConfig(9, 40, 8, 2, 2, 2),
          2.0,
          null);

  private static Teacher teacher(DataType type, double weight, int tile) {
    ClipModel model = new ClipModel(TEACHER, type, false);
    model.initialize(5);
    return new Teacher(model, new DistillationLoss(tile), weight, KernelSelector.of(type));
  }

  private static KeptPatches kept(int pairs) {
    return PatchDropout.of(STUDENT.visionCfg(), 3, 1).kept(0, pairs);
  }

  private static ContrastiveLoss loss(boolean sigmoid) {
    return sigmoid ? new SigmoidLoss(3) : new InfoNceLoss(3);
  }

  /** One value of each parameter, the logit scale and the bias among them. */
  @Test
  void gradientsAreTheSlopesOfTheWholeLoss() {
    assertSlopes(false, "");
  }

  @Test
  void soTheyAreOnTopOfTheSigmoidLoss() {
    assertSlopes(true, "logit_");
  }

  private static void assertSlopes(boolean sigmoid, String prefix) {
    double step = 2e-6;
    ArrayBatch batch = new ArrayBatch(STUDENT, 5, 1);
    try (ClipModel model = new ClipModel(STUDENT, DataType.DOUBLE, true);
        Teacher teacher = teacher(DataType.DOUBLE, 1.5, 2);
        BatchGradients gradients =
            new BatchGradients(
                model, loss(sigmoid), new Nd4jKernels(), StepOptions.of(false).with(teacher))) {
      model.initialize(1);
      DoubleSupplier value = () -> gradients.run(batch.pixels(), batch.packed(), kept(5)).loss();
      gradients.run(batch.pixels(), batch.packed(), kept(5));
      List<Parameter> some =
          model.parameters().all().stream().filter(p -> p.name().startsWith(prefix)).toList();
      List<Double> found = some.stream().map(p -> p.gradient().get(p.length() / 3)).toList();
      for (int i = 0; i < some.size(); i++) {
        Tensor values = some.get(i).value();
        long at = values.length() / 3;
        double first = values.get(at);
        values.set(at, first + step);
        double above = value.getAsDouble();
        values.set(at, first - step);
        double below = value.getAsDouble();
        values.set(at, first);
        assertEquals((above - below) / (2 * step), found.get(i), 2e-8, some.get(i).name());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"DOUBLE, 2, 1e-11", "DOUBLE, 1, 1e-11", "FLOAT, 2, 1e-5", "FLOAT, 5, 1e-5"})
  void inMicroBatchesItIsTheSame(DataType type, int micro, double tolerance) {
    ArrayBatch batch = new ArrayBatch(STUDENT, 10, 2);
    try (ClipModel model = new ClipModel(STUDENT, type, true);
        Teacher teacher = teacher(type, 0.8, 4)) {
      StepOptions options = StepOptions.of(false).with(teacher);
      try (BatchGradients whole =
              new BatchGradients(model, loss(false), KernelSelector.of(type), options);
          GradientCache cache =
              new GradientCache(model, loss(false), KernelSelector.of(type), options)) {
        model.initialize(1);
        BatchGradients.Result expected = whole.run(batch.pixels(), batch.packed(), kept(10));
        List<INDArray> gradients = new ArrayList<>();
        model.parameters().all().forEach(p -> gradients.add(p.gradient().copy()));
        BatchGradients.Result found =
            cache.run(
                batch.in(micro), PatchDropout.of(STUDENT.visionCfg(), 3, 1), PhaseListener.NONE);
        LossParts parts = found.parts().orElseThrow();
        double distill = expected.parts().orElseThrow().distill();
        assertEquals(distill, parts.distill(), tolerance * distill);
        assertEquals(parts.contrastive() + 0.8 * parts.distill(), found.loss(), 1e-12);
        assertEquals(expected.loss(), found.loss(), tolerance * expected.loss());
        long bytes = (4L * 8 + 2 * 12) * 10 * type.width();
        assertEquals(bytes, cache.embeddingBytes());
        int i = 0;
        for (Parameter p : model.parameters().all()) {
          INDArray wanted = gradients.get(i++);
          double off = wanted.sub(p.gradient().copy()).norm2Number().doubleValue();
          double length = wanted.norm2Number().doubleValue();
          assertTrue(off <= tolerance * length, p + ": off by " + off + " of " + length);
        }
      }
    }
  }

  /** The same pixels and captions as the student's, all patches, its own scale. */
  @Test
  void theTeacherIsAskedAboutTheSamePairs() {
    ArrayBatch batch = new ArrayBatch(STUDENT, 6, 2);
    try (ClipModel model = new ClipModel(STUDENT, DataType.DOUBLE, true);
        ClipModel same = new ClipModel(TEACHER, DataType.DOUBLE, false);
        Teacher teacher = teacher(DataType.DOUBLE, 1, 4);
        BatchGradients gradients =
            new BatchGradients(
                model, loss(false), new Nd4jKernels(), StepOptions.of(false).with(teacher))) {
      model.initialize(1);
      same.initialize(5);
      BatchGradients.Result found = gradients.run(batch.pixels(), batch.packed(), kept(6));
      INDArray wanted =
          same.logits(same.embedPixels(batch.pixels(), 6), same.embedTokens(batch.captions()));
      INDArray own =
          found
              .images()
              .copy()
              .mmul(found.texts().copy().transpose())
              .mul(Math.exp(model.logitScale().value().get(0)));
      double expected = 0;
      for (INDArray[] both :
          new INDArray[][] {{wanted, own}, {wanted.transpose(), own.transpose()}}) {
        for (int i = 0; i < 6; i++) {
          double[] t = both[0].getRow(i).toDoubleVector();
          double[] s = both[1].getRow(i).toDoubleVector();
          double sumT = 0;
          double sumS = 0;
          for (int j = 0; j < 6; j++) {
            sumT += Math.exp(t[j]);
            sumS += Math.exp(s[j]);
          }
          for (int j = 0; j < 6; j++) {
            expected -= Math.exp(t[j]) / sumT * (s[j] - Math.log(sumS)) / 12;
          }
        }
      }
      assertEquals(expected, found.parts().orElseThrow().distill(), 1e-11);
    }
  }

  @Test
  void withoutATeacherThereAreNoParts() {
    ArrayBatch batch = new ArrayBatch(STUDENT, 4, 2);
    try (ClipModel model = new ClipModel(STUDENT, DataType.FLOAT, true);
        BatchGradients gradients =
            new BatchGradients(model, loss(false), KernelSelector.of(DataType.FLOAT))) {
      model.initialize(1);
      assertFalse(gradients.run(batch.pixels(), batch.packed()).parts().isPresent());
    }
  }

  /** A locked encoder has no use for a gradient; the other one learns from the teacher. */
  @Test
  void aLockedStudentLearnsWithWhatIsNotLocked() {
    ArrayBatch batch = new ArrayBatch(STUDENT, 4, 2);
    try (Teacher teacher = teacher(DataType.FLOAT, 1, 4)) {
      INDArray plain = textGradient(batch, StepOptions.of(false));
      INDArray taught = textGradient(batch, StepOptions.of(false).with(teacher));
      assertNotEquals(plain, taught);
      StepOptions locked =
          StepOptions.of(false).with(teacher).with(TowerLock.of(STUDENT, Tower.IMAGE, 0));
      assertEquals(taught, textGradient(batch, locked));
    }
  }

  private static INDArray textGradient(ArrayBatch batch, StepOptions options) {
    try (ClipModel model = new ClipModel(STUDENT, DataType.FLOAT, true);
        BatchGradients gradients =
            new BatchGradients(model, loss(false), KernelSelector.of(DataType.FLOAT), options)) {
      model.initialize(1);
      gradients.run(batch.pixels(), batch.packed());
      return model.parameters().find("text_projection").orElseThrow().gradient().copy();
    }
  }

  @Test
  void allocatesNothingNativeAfterTheFirstSteps() throws InterruptedException {
    try (ClipModel model = new ClipModel(STUDENT, DataType.FLOAT, true);
        Teacher teacher = teacher(DataType.FLOAT, 1, 8);
        GradientCache cache =
            new GradientCache(
                model,
                loss(false),
                KernelSelector.of(DataType.FLOAT),
                StepOptions.of(false).with(teacher))) {
      model.initialize(1);
      ArrayBatch batch = new ArrayBatch(STUDENT, 32, 1);
      PatchDropout dropout = PatchDropout.of(STUDENT.visionCfg(), 0, 0);
      NativeAllocation.requireNone(() -> cache.run(batch.in(2), dropout, PhaseListener.NONE));
    }
  }
}
