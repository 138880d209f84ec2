package org.clip4j.train;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;
import org.clip4j.train.loss.TileListener;

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
   * Computes the loss of the whole batch once, and sets the gradients of the logit scale and, where
   * the model has one, of the logits' bias.
   *
   * @param images [batch, embed_dim]
   * @param texts [batch, embed_dim]
   * @param dImages set to the gradient of {@code images}
   * @param dTexts set to the gradient of {@code texts}
   * @param listener hears of every tile, and may end the loss
   * @return the loss
   */
  double run(
      Arena arena,
      Tensor images,
      Tensor texts,
      Tensor dImages,
      Tensor dTexts,
      TileListener listener) {
    LossInputs inputs = LossInputs.whole(images, texts, LogitMap.of(model)).heardBy(listener);
    ContrastiveLoss.Result result = loss.compute(kernels, arena, inputs, dImages, dTexts);
    model.logitScale().gradient().set(0, result.dLogScale());
    model.logitBias().ifPresent(bias -> bias.gradient().set(0, result.dBias()));
    return result.value();
  }
}
