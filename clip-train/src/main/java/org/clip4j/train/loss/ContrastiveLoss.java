package org.clip4j.train.loss;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/**
 * A loss over a batch of pairs, of which this machine may have some of the pictures only.
 *
 * <p>An implementation with a public constructor without parameters, listed in {@code
 * META-INF/services/org.clip4j.train.loss.ContrastiveLoss} of its archive, is found by its {@link
 * #name()} ({@link Losses}), and a run's configuration may choose it. It has no state but its
 * settings: several threads may compute at once.
 */
public interface ContrastiveLoss {

  /** What a configuration calls it: lower case, digits, underscores. */
  String name();

  /**
   * The same loss over tiles of another edge. A loss that knows no tiles is returned as it is.
   *
   * @param edge most rows and columns of a tile of logits, at least 1
   */
  default ContrastiveLoss withTile(int edge) {
    return this;
  }

  /** Whether the loss means nothing without a learned bias of the logits. */
  default boolean needsBias() {
    return false;
  }

  /**
   * Operations of the matrix products that a batch takes on one machine, by which its speed is
   * told.
   *
   * @param batch pairs
   * @param embedDim columns of an embedding
   * @return 0 where it is not known
   */
  default double productFlops(int batch, int embedDim) {
    return 0;
  }

  /**
   * Computes this machine's share of the loss, the gradient of its pictures, and its share of the
   * other gradients.
   *
   * @param kernels the arithmetic
   * @param arena for temporaries, which are taken back
   * @param inputs rows of pictures and all columns of captions
   * @param dImages [rows, embed_dim], set to the whole gradient of {@code inputs.images()}
   * @param dTexts [batch, embed_dim], set to what {@code inputs.images()} add to the gradient of
   *     {@code inputs.texts()}: the shares of all machines add up to it
   */
  Result compute(Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts);

  /**
   * What a loss gives besides the embeddings' gradients; the shares of all machines add up.
   *
   * @param value the loss
   * @param dLogScale its derivative by the logarithm of the logit scale
   * @param dBias its derivative by the logits' bias, 0 where that has no effect
   */
  record Result(double value, double dLogScale, double dBias) {}
}
