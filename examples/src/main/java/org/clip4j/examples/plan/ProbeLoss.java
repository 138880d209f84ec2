package org.clip4j.examples.plan;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LossInputs;

/** No loss at all: gradients that are there at once, so that the encoders alone are measured. */
final class ProbeLoss implements ContrastiveLoss {

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Result compute(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    dImages.assign(inputs.texts());
    dTexts.assign(inputs.images());
    return new Result(0, 0, 0);
  }
}
