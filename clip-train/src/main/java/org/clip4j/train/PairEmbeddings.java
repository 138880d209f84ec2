package org.clip4j.train;

import org.clip4j.core.tensor.Tensor;

/**
 * Pictures and captions as a model has embedded them.
 *
 * @param images [pairs, embed_dim], rows of unit length
 * @param texts [pairs, embed_dim], rows of unit length
 */
record PairEmbeddings(Tensor images, Tensor texts) {

  /** Pairs {@code from} (inclusive) to {@code to} (exclusive), the same memory. */
  PairEmbeddings slice(int from, int to) {
    return new PairEmbeddings(images.slice(from, to), texts.slice(from, to));
  }
}
