package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;

/** Symmetric InfoNCE over pairs of unit rows. */
record InfoNceSubject(int pairs, int width) implements Subject {

  /** The logit scale that training begins with, 1 / 0.07. */
  private static final float LOG_SCALE = 2.6592f;

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var images = unit(memory, kernels, "images");
    var texts = unit(memory, kernels, "texts");
    var dImages = memory.zeros(pairs, width);
    var dTexts = memory.zeros(pairs, width);
    var numbers = memory.zeros(2);
    InfoNceLoss loss = new InfoNceLoss();
    LossInputs inputs = LossInputs.whole(images, texts, LogitMap.ofLogScale(LOG_SCALE));
    Arena arena = memory.scratch();
    return new Work(
        () -> {
          arena.reset();
          ContrastiveLoss.Result result = loss.compute(kernels, arena, inputs, dImages, dTexts);
          numbers.set(0, result.value());
          numbers.set(1, result.dLogScale());
        },
        List.of(dImages, dTexts, numbers.slice(0, 1), numbers.slice(1, 2)));
  }

  private org.clip4j.core.tensor.Tensor unit(KernelMemory memory, Kernels kernels, String name) {
    var unit = memory.zeros(pairs, width);
    kernels.normalizeRows(memory.input(name, pairs, width), unit, memory.zeros(pairs));
    return unit;
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    Tensor images = torch.normalize(memory.input("images", pairs, width)).set_requires_grad(true);
    Tensor texts = torch.normalize(memory.input("texts", pairs, width)).set_requires_grad(true);
    Tensor logScale = Tensor.create(new float[] {LOG_SCALE}, 1).set_requires_grad(true);
    Tensor labels = torch.arange(new Scalar((long) pairs)).to(torch.ScalarType.Long);
    Scalar half = new Scalar(0.5);
    return () -> {
      Tensor logits = torch.matmul(images.mul(torch.exp(logScale)), texts.t());
      Tensor loss =
          torch
              .cross_entropy(logits, labels)
              .add(torch.cross_entropy(logits.t(), labels))
              .mul(half);
      List<Tensor> gradients = TorchGradients.ofNumber(loss, images, texts, logScale);
      return List.of(gradients.get(0), gradients.get(1), loss, gradients.get(2));
    };
  }
}
