package org.clip4j.train.loss;

import org.clip4j.core.tensor.Tensor;

/**
 * What a loss is computed of: the pictures that this machine has, against all captions of the
 * batch, which others may have supplied.
 *
 * @param images [rows, embed_dim], rows of unit length: the rows of the logits
 * @param texts [batch, embed_dim], rows of unit length: the columns of the logits
 * @param first where the pictures stand in the batch: picture {@code r} belongs to caption {@code
 *     first + r}
 * @param map from similarities to logits
 * @param exchange brings columns together over machines
 * @param listener hears of every tile, and may end the loss
 */
public record LossInputs(
    Tensor images,
    Tensor texts,
    int first,
    LogitMap map,
    ColumnExchange exchange,
    TileListener listener) {

  /**
   * Checks that every picture has its caption.
   *
   * @throws IllegalArgumentException if there are no pictures, or they do not lie within the
   *     captions, or rows differ in length
   */
  public LossInputs {
    boolean matrices = images.rank() == 2 && texts.rank() == 2;
    if (!matrices
        || images.rows() == 0
        || images.columns() != texts.columns()
        || first < 0
        || first > texts.rows() - images.rows()) {
      throw new IllegalArgumentException(
          "Pictures "
              + images
              + ", the first of them number "
              + first
              + ", and captions "
              + texts
              + " are to pair up row by row");
    }
  }

  /** Without a listener. */
  public LossInputs(Tensor images, Tensor texts, int first, LogitMap map, ColumnExchange exchange) {
    this(images, texts, first, map, exchange, TileListener.NONE);
  }

  /**
   * A batch that is whole: row i of the pictures belongs to row i of the captions.
   *
   * @param images [batch, embed_dim], rows of unit length
   * @param texts [batch, embed_dim], rows of unit length
   * @throws IllegalArgumentException if there are no pairs, or pictures and captions differ in
   *     shape
   */
  public static LossInputs whole(Tensor images, Tensor texts, LogitMap map) {
    LossInputs inputs = new LossInputs(images, texts, 0, map, ColumnExchange.ONE_MACHINE);
    if (images.rows() != texts.rows()) {
      throw new IllegalArgumentException(
          "Pictures " + images + " and captions " + texts + " are to be as many");
    }
    return inputs;
  }

  /** The same with a listener. */
  public LossInputs heardBy(TileListener other) {
    return new LossInputs(images, texts, first, map, exchange, other);
  }

  /**
   * Checks, before any work, where a loss is to put its gradients.
   *
   * @throws IllegalArgumentException if they have not the shapes of the embeddings, or lie in their
   *     memory
   */
  void requireGradients(Tensor dImages, Tensor dTexts) {
    if (!hasShape(dImages, images) || !hasShape(dTexts, texts)) {
      throw new IllegalArgumentException(
          "Gradients "
              + dImages
              + " and "
              + dTexts
              + " are to be shaped as pictures "
              + images
              + " and captions "
              + texts);
    }
    if (isSameMemory(dImages, images) || isSameMemory(dTexts, texts)) {
      throw new IllegalArgumentException("Gradients are not to lie where the embeddings do");
    }
  }

  private static boolean isSameMemory(Tensor gradient, Tensor of) {
    return gradient.array().data().address() == of.array().data().address()
        && gradient.array().offset() == of.array().offset();
  }

  private static boolean hasShape(Tensor gradient, Tensor of) {
    return gradient.rank() == 2
        && gradient.rows() == of.rows()
        && gradient.columns() == of.columns();
  }

  /** Pictures here. */
  public int rows() {
    return images.rows();
  }

  /** Pairs of the whole batch. */
  public int batch() {
    return texts.rows();
  }

  /** The captions of the pictures here, [rows, embed_dim], the same memory. */
  public Tensor ownTexts() {
    return texts.slice(first, first + rows());
  }
}
