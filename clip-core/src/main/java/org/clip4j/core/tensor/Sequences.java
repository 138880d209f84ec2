package org.clip4j.core.tensor;

import java.util.Arrays;

/**
 * How the rows of a packed tensor divide into sequences: sequence {@code i} is rows {@code
 * start(i)} to {@code start(i + 1)}, without padding between them.
 */
public final class Sequences {

  private final int[] starts;
  private final int longest;

  private Sequences(int[] starts) {
    this.starts = starts;
    int most = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      most = Math.max(most, starts[i + 1] - starts[i]);
    }
    this.longest = most;
  }

  /** {@code count} sequences of the same length. */
  public static Sequences uniform(int count, int length) {
    int[] starts = new int[count + 1];
    Arrays.setAll(starts, i -> Math.multiplyExact(i, length));
    return new Sequences(starts);
  }

  /** Sequences of the given lengths, each at least 1. */
  public static Sequences ofLengths(int... lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1) {
        throw new IllegalArgumentException("Sequence " + i + " has length " + lengths[i]);
      }
      starts[i + 1] = Math.addExact(starts[i], lengths[i]);
    }
    return new Sequences(starts);
  }

  /** Number of sequences. */
  public int count() {
    return starts.length - 1;
  }

  /** First row of sequence {@code i}; {@code start(count())} is the number of rows. */
  public int start(int i) {
    return starts[i];
  }

  /** Number of rows of sequence {@code i}. */
  public int length(int i) {
    return starts[i + 1] - starts[i];
  }

  /** Number of rows of all sequences together. */
  public int rows() {
    return starts[starts.length - 1];
  }

  /** Length of the longest sequence. */
  public int longest() {
    return longest;
  }
}
