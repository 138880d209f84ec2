package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Arena;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.optim.AdamW;
import org.clip4j.train.optim.AdamWConfig;
import org.clip4j.train.optim.GradientClipping;
import org.clip4j.train.optim.WarmupCosine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Features, loss, gradients and six steps of training, held against open_clip's. */
class OpenClipParityTest {

  static Stream<Arguments> cases() {
    return Stream.of("tiny-gelu", "tiny-quickgelu")
        .flatMap(
            name ->
                Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> Arguments.of(name, type)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void featuresLossAndGradients(String name, DataType type) {
    Golden golden = new Golden(name);
    Kernels kernels = KernelSelector.of(type);
    try (ClipModel model = golden.model(type);
        Arena arena = new Arena(type)) {
      Tape tape = new Tape(kernels, arena, true);
      Variable images = model.encodeImages(tape, golden.images(type));
      Variable texts = model.encodeTexts(tape, golden.captions());
      golden.assertNear("image_features", images.value(), 3e-6);
      golden.assertNear("text_features", texts.value(), 3e-6);

      ContrastiveLoss.Result loss =
          new InfoNceLoss()
              .compute(
                  kernels,
                  arena,
                  images.value(),
                  texts.value(),
                  LogitMap.ofLogScale(model.logitScale().value().get(0)),
                  images.contribution().tensor(),
                  texts.contribution().tensor());
      assertEquals(golden.expected("loss").getDouble(0), loss.value(), 5e-6);
      model.logitScale().gradient().set(0, loss.dLogScale());
      tape.backward();
      for (Parameter p : model.parameters().all()) {
        String expected = "grad." + p.name();
        double largest = golden.expected(expected).amaxNumber().doubleValue();
        golden.assertNear(expected, p.gradient(), 3e-5 * largest);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sixStepsOfTraining(String name, DataType type) {
    Golden golden = new Golden(name);
    WarmupCosine schedule = new WarmupCosine(1e-3, 2, 6);
    try (ClipModel model = golden.model(type);
        AdamW optimizer = new AdamW(model.parameters(), AdamWConfig.OPEN_CLIP);
        TrainStep step =
            new TrainStep(
                model,
                new InfoNceLoss(),
                optimizer,
                new GradientClipping(1),
                KernelSelector.of(type))) {
      for (int i = 0; i < 6; i++) {
        double learningRate = schedule.learningRate(i);
        assertEquals(golden.expected("train.lr").getDouble(i), learningRate, 1e-12);
        TrainStep.Result result = step.run(golden.pixels(), golden.captions(), learningRate);
        assertEquals(golden.expected("train.loss").getDouble(i), result.loss(), 2e-5);
      }
      for (Parameter p : model.parameters().all()) {
        golden.assertNear("after." + p.name(), p.value(), 3e-5);
      }
    }
  }
}
