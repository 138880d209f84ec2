package org.clip4j.train;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.Embedder;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.train.loss.DistillationLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;

/**
 * A model that another one learns from, which stays as it is: it sees the same pixels and captions,
 * all patches of them, and nothing of it is kept for a backward pass. Its embeddings may be of
 * another width.
 *
 * <p>Beyond its weights its memory is that of a few thousand tokens, whatever the batch. Not
 * thread-safe.
 */
public final class Teacher implements AutoCloseable {

  private final ClipModel model;
  private final DistillationLoss loss;
  private final double weight;
  private final Embedder embedder;

  /**
   * A teacher with the weight of what it teaches.
   *
   * @param model of the type of the model that learns, with its picture size, vocabulary and
   *     context length; closed with the teacher
   * @param loss between the two models' logits
   * @param weight what that is multiplied by, positive
   */
  public Teacher(ClipModel model, DistillationLoss loss, double weight, Kernels kernels) {
    this.model = model;
    this.loss = loss;
    this.weight = weight;
    this.embedder = new Embedder(model, kernels);
  }

  /** Columns of its embeddings. */
  int embedDim() {
    return model.config().embedDim();
  }

  /** What the distillation loss is multiplied by. */
  double weight() {
    return weight;
  }

  /** The loss between the two models' logits. */
  DistillationLoss loss() {
    return loss;
  }

  /**
   * Embeds pairs.
   *
   * @param pixels [pairs, 3, size, size], normalised, row-major
   * @param images [pairs, {@link #embedDim()}], written
   * @param texts as many, written
   */
  void embed(float[] pixels, TokenBatch captions, Tensor images, Tensor texts) {
    embedder.embedPixels(pixels, images);
    embedder.embedTokens(captions, texts);
  }

  /** A whole batch's pairs as it has embedded them. */
  LossInputs inputs(Tensor images, Tensor texts) {
    return LossInputs.whole(images, texts, LogitMap.of(model));
  }

  @Override
  public void close() {
    embedder.close();
    model.close();
  }
}
