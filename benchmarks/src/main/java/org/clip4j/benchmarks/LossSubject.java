package org.clip4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;
import org.clip4j.train.loss.SigmoidLoss;

/**
 * A contrastive loss over pairs of unit rows, with the gradients of both embeddings, of the logit
 * scale and, where there is one, of the bias.
 *
 * @param map with no bias (0) or one that the loss learns
 * @param torchLoss libtorch's loss of [pairs, pairs] logits
 */
record LossSubject(
    int pairs, int width, ContrastiveLoss loss, LogitMap map, UnaryOperator<Tensor> torchLoss)
    implements Subject {

  /** The logit scale that training begins with, 1 / 0.07. */
  private static final LogitMap INFO_NCE_MAP = LogitMap.ofLogScale(2.6592f);

  /** What SigLIP begins with: a scale of 10 and a bias of -10. */
  private static final LogitMap SIGMOID_MAP = new LogitMap(2.3026f, -10);

  /** Symmetric InfoNCE. */
  static LossSubject infoNce(int pairs, int width) {
    return new LossSubject(
        pairs,
        width,
        new InfoNceLoss(),
        INFO_NCE_MAP,
        logits -> {
          Tensor labels = torch.arange(new Scalar((long) pairs)).to(torch.ScalarType.Long);
          return torch
              .cross_entropy(logits, labels)
              .add(torch.cross_entropy(logits.t(), labels))
              .mul(new Scalar(0.5));
        });
  }

  /** The pairwise sigmoid loss, as open_clip's {@code SigLipLoss} writes it. */
  static LossSubject sigmoid(int pairs, int width) {
    return new LossSubject(
        pairs,
        width,
        new SigmoidLoss(),
        SIGMOID_MAP,
        logits -> {
          Tensor signs = torch.eye(pairs).mul(new Scalar(2.0)).sub(new Scalar(1.0));
          return torch.log_sigmoid(signs.mul(logits)).sum().mul(new Scalar(-1.0 / pairs));
        });
  }

  private boolean biased() {
    return map.bias() != 0;
  }

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var images = unit(memory, kernels, "images");
    var texts = unit(memory, kernels, "texts");
    var dImages = memory.zeros(pairs, width);
    var dTexts = memory.zeros(pairs, width);
    var numbers = memory.zeros(3);
    Arena arena = memory.scratch();
    Runnable body =
        () -> {
          arena.reset();
          ContrastiveLoss.Result result =
              loss.compute(kernels, arena, LossInputs.whole(images, texts, map), dImages, dTexts);
          numbers.set(0, result.value());
          numbers.set(1, result.dLogScale());
          numbers.set(2, result.dBias());
        };
    var results = new ArrayList<>(List.of(dImages, dTexts));
    for (int i = 0; i < (biased() ? 3 : 2); i++) {
      results.add(numbers.slice(i, i + 1));
    }
    return new Work(body, results);
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
    Tensor logScale = number(map.logScale());
    Tensor bias = number(map.bias());
    List<Tensor> leaves = new ArrayList<>(List.of(images, texts, logScale));
    if (biased()) {
      leaves.add(bias);
    }
    return () -> {
      Tensor scaled = torch.matmul(images.mul(torch.exp(logScale)), texts.t());
      Tensor value = torchLoss.apply(biased() ? scaled.add(bias) : scaled);
      List<Tensor> results =
          new ArrayList<>(TorchGradients.ofNumber(value, leaves.toArray(Tensor[]::new)));
      results.add(2, value);
      return results;
    };
  }

  private static Tensor number(double value) {
    return Tensor.create(new float[] {(float) value}, 1).set_requires_grad(true);
  }
}
