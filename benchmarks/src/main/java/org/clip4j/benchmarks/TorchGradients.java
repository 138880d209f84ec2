package org.clip4j.benchmarks;

import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Gradients by libtorch's autograd. */
final class TorchGradients {

  private TorchGradients() {}

  /**
   * The gradients of a result with respect to leaves; the graph stays, so that they may be computed
   * again.
   *
   * @param dy the gradient of {@code y}
   */
  static List<Tensor> of(Tensor y, Tensor dy, Tensor... leaves) {
    return compute(new TensorVector(dy), y, leaves);
  }

  /** The gradients of a single number. */
  static List<Tensor> ofNumber(Tensor loss, Tensor... leaves) {
    return compute(new TensorVector(), loss, leaves);
  }

  private static List<Tensor> compute(TensorVector dy, Tensor y, Tensor... leaves) {
    return List.of(
        torch
            .grad(
                new TensorVector(y),
                new TensorVector(leaves),
                dy,
                new BoolOptional(true),
                false,
                false)
            .get());
  }
}
