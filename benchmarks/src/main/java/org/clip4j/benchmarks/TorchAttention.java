package org.clip4j.benchmarks;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Attention by libtorch. */
final class TorchAttention {

  private TorchAttention() {}

  /**
   * The result of {@code scaled_dot_product_attention} as rows of all heads side by side,
   * [sequences * queries, heads * width].
   *
   * @param queries [sequences, heads, queries, width]
   * @param keys [sequences, heads, tokens, width]
   * @param values as many
   */
  static Tensor rows(Tensor queries, Tensor keys, Tensor values, boolean causal) {
    return torch
        .scaled_dot_product_attention(
            queries, keys, values, new TensorOptional(), 0, causal, new DoubleOptional(), false)
        .transpose(1, 2)
        .reshape(queries.size(0) * queries.size(2), queries.size(1) * queries.size(3));
  }
}
