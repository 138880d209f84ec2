package org.clip4j.train.loss;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/** A loss over a batch of pairs: row i of the pictures belongs to row i of the captions. */
public interface ContrastiveLoss {

  /**
   * Computes the loss and its gradients.
   *
   * @param kernels the arithmetic
   * @param arena for temporaries
   * @param images [batch, embed_dim], rows of unit length
   * @param texts [batch, embed_dim], rows of unit length
   * @param map from similarities to logits
   * @param dImages [batch, embed_dim], set to the gradient of {@code images}
   * @param dTexts [batch, embed_dim], set to the gradient of {@code texts}
   * @throws IllegalArgumentException if there are no pairs, or pictures and captions differ in
   *     shape
   */
  Result compute(
      Kernels kernels,
      Arena arena,
      Tensor images,
      Tensor texts,
      LogitMap map,
      Tensor dImages,
      Tensor dTexts);

  /**
   * What a loss gives besides the embeddings' gradients.
   *
   * @param value the loss
   * @param dLogScale its derivative by the logarithm of the logit scale
   * @param dBias its derivative by the logits' bias, 0 where that has no effect
   */
  record Result(double value, double dLogScale, double dBias) {}
}
