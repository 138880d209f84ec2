package org.clip4j.train;

import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** The embeddings of a whole batch and their gradients, side by side in memory of their own. */
final class EmbeddingCache implements AutoCloseable {

  private static final int TENSORS = 4;

  private final int pairs;
  private final int embedDim;
  private final Block block;

  EmbeddingCache(DataType type, int pairs, int embedDim) {
    this.pairs = pairs;
    this.embedDim = embedDim;
    this.block = Block.allocate(type, Math.multiplyExact((long) TENSORS * pairs, embedDim));
  }

  /** Bytes for a batch. */
  static long bytes(DataType type, int pairs, int embedDim) {
    return (long) TENSORS * pairs * embedDim * type.width();
  }

  int pairs() {
    return pairs;
  }

  /** [pairs, embed_dim]. */
  Tensor images() {
    return tensor(0);
  }

  /** [pairs, embed_dim]. */
  Tensor texts() {
    return tensor(1);
  }

  /** [pairs, embed_dim]. */
  Tensor imageGradients() {
    return tensor(2);
  }

  /** [pairs, embed_dim]. */
  Tensor textGradients() {
    return tensor(3);
  }

  private Tensor tensor(int i) {
    return block.tensor((long) i * pairs * embedDim, pairs, embedDim);
  }

  @Override
  public void close() {
    block.close();
  }
}
