package org.clip4j.train;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitMap;

/** The loss between all embeddings of a batch, with what it gives the model's own scalars. */
final class BatchLoss {

  private final ClipModel model;
  private final ContrastiveLoss loss;
  private final Kernels kernels;

  BatchLoss(ClipModel model, ContrastiveLoss loss, Kernels kernels) {
    this.model = model;
    this.loss = loss;
    this.kernels = kernels;
  }

  /**
   * Computes the loss of the whole batch once, and sets the gradient of the logit scale.
   *
   * @param images [batch, embed_dim]
   * @param texts [batch, embed_dim]
   * @param dImages set to the gradient of {@code images}
   * @param dTexts set to the gradient of {@code texts}
   * @return the loss
   */
  double run(Arena arena, Tensor images, Tensor texts, Tensor dImages, Tensor dTexts) {
    LogitMap map = LogitMap.ofLogScale(model.logitScale().value().get(0));
    ContrastiveLoss.Result result =
        loss.compute(kernels, arena, images, texts, map, dImages, dTexts);
    model.logitScale().gradient().set(0, result.dLogScale());
    return result.value();
  }
}
