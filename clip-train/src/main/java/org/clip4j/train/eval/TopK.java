package org.clip4j.train.eval;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * For each query the k most similar embeddings of a gallery, by cosine, best first; equal scores
 * stand in the order of their index.
 *
 * <p>The gallery passes by in blocks small enough for a processor's cache, so memory is queries x k
 * whatever the gallery's size. Each score is summed in the order of the values by multiplications
 * and additions alone: its bits depend neither on the block it falls in nor on the threads, and
 * equal embeddings score exactly equal. (A BLAS product holds neither.)
 */
public final class TopK {

  private static final int BLOCK_VALUES = 1 << 16;
  private static final int QUERIES_PER_TASK = 64;

  private final int queries;
  private final int k;
  private final int[] indices;
  private final float[] scores;

  private TopK(int queries, int k) {
    this.queries = queries;
    this.k = k;
    this.indices = new int[Math.multiplyExact(queries, k)];
    this.scores = new float[indices.length];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
  }

  /**
   * Finds the most similar embeddings.
   *
   * @param k how many for each query, from 1 to the gallery's rows
   * @throws IllegalArgumentException if k or the widths do not fit
   */
  public static TopK search(Embeddings queries, Embeddings gallery, int k) {
    if (k < 1 || k > gallery.rows()) {
      throw new IllegalArgumentException("Cannot find " + k + " among " + gallery.rows());
    }
    if (queries.width() != gallery.width()) {
      throw new IllegalArgumentException(
          "Embeddings of width "
              + queries.width()
              + " cannot be compared with embeddings of width "
              + gallery.width());
    }
    TopK best = new TopK(queries.rows(), k);
    int block = Math.max(16, Math.min(4096, BLOCK_VALUES / gallery.width()));
    int tasks = (queries.rows() + QUERIES_PER_TASK - 1) / QUERIES_PER_TASK;
    for (int first = 0; first < gallery.rows(); first += block) {
      int from = first;
      float[][] columns = columns(gallery, from, Math.min(block, gallery.rows() - from));
      IntStream.range(0, tasks)
          .parallel()
          .forEach(task -> best.compare(queries, task * QUERIES_PER_TASK, columns, from));
    }
    return best;
  }

  /** A block of the gallery, transposed: the inner loop then runs over its rows. */
  private static float[][] columns(Embeddings gallery, int from, int count) {
    float[][] columns = new float[gallery.width()][count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = gallery.value(from + row, column);
      }
    }
    return columns;
  }

  private void compare(Embeddings all, int firstQuery, float[][] columns, int from) {
    float[] found = new float[columns[0].length];
    for (int q = firstQuery; q < Math.min(queries, firstQuery + QUERIES_PER_TASK); q++) {
      Arrays.fill(found, 0);
      for (int column = 0; column < columns.length; column++) {
        addProduct(all.value(q, column), columns[column], found);
      }
      for (int i = 0; i < found.length; i++) {
        keep(q, from + i, found[i]);
      }
    }
  }

  private static void addProduct(float factor, float[] values, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * values[i];
    }
  }

  private void keep(int query, int index, float score) {
    int first = query * k;
    int at = first + k - 1;
    // Indices come in ascending order, so an equal score stays behind those already kept.
    if (score <= scores[at]) {
      return;
    }
    for (; at > first && score > scores[at - 1]; at--) {
      scores[at] = scores[at - 1];
      indices[at] = indices[at - 1];
    }
    scores[at] = score;
    indices[at] = index;
  }

  /** How many queries were asked. */
  public int queries() {
    return queries;
  }

  /** How many were found for each. */
  public int k() {
    return k;
  }

  /**
   * The gallery's row that is most similar to a query.
   *
   * @param place 0 for the best, up to k - 1
   */
  public int index(int query, int place) {
    return indices[at(query, place)];
  }

  /** The cosine of the query and {@link #index(int, int)}. */
  public float score(int query, int place) {
    return scores[at(query, place)];
  }

  private int at(int query, int place) {
    return Objects.checkIndex(query, queries) * k + Objects.checkIndex(place, k);
  }
}
