package org.clip4j.train;

import java.util.Optional;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The embeddings of a whole batch and their gradients, with a teacher's embeddings, side by side in
 * memory of their own.
 */
final class EmbeddingCache implements AutoCloseable {

  private static final int TENSORS = 4;

  private final int pairs;
  private final int embedDim;
  private final int teacherDim;
  private final Block block;

  /**
   * Memory for a batch.
   *
   * @param teacherDim columns of the teacher's embeddings; 0 where there is none
   */
  EmbeddingCache(DataType type, int pairs, int embedDim, int teacherDim) {
    this.pairs = pairs;
    this.embedDim = embedDim;
    this.teacherDim = teacherDim;
    this.block =
        Block.allocate(
            type, Math.multiplyExact(pairs, (long) TENSORS * embedDim + 2L * teacherDim));
  }

  /** Bytes for a batch without a teacher. */
  static long bytes(DataType type, int pairs, int embedDim) {
    return (long) TENSORS * pairs * embedDim * type.width();
  }

  /** Bytes that it has. */
  long bytes() {
    return block.length() * block.type().width();
  }

  int pairs() {
    return pairs;
  }

  /** Both [pairs, embed_dim]. */
  PairEmbeddings embeddings() {
    return new PairEmbeddings(tensor(0), tensor(1));
  }

  /** Both [pairs, embed_dim]. */
  PairEmbeddings gradients() {
    return new PairEmbeddings(tensor(2), tensor(3));
  }

  /** Both of the teacher's width, where there is one. */
  Optional<PairEmbeddings> ofTeacher() {
    if (teacherDim == 0) {
      return Optional.empty();
    }
    long own = (long) TENSORS * pairs * embedDim;
    long texts = own + (long) pairs * teacherDim;
    return Optional.of(
        new PairEmbeddings(
            block.tensor(own, pairs, teacherDim), block.tensor(texts, pairs, teacherDim)));
  }

  private Tensor tensor(int i) {
    return block.tensor((long) i * pairs * embedDim, pairs, embedDim);
  }

  @Override
  public void close() {
    block.close();
  }
}
