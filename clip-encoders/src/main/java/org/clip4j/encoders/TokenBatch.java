package org.clip4j.encoders;

import java.util.Arrays;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.encoders.config.TextConfig;

/**
 * Captions as token ids, packed: each caption up to its end-of-text token, one behind the other,
 * without padding.
 *
 * <p>As in open_clip the end is the first occurrence of the row's highest id; what stands behind it
 * (the padding) cannot reach the feature and is dropped.
 */
public final class TokenBatch {

  private final int[] ids;
  private final int[] positions;
  private final int[] ends;
  private final Sequences sequences;

  private TokenBatch(int[] ids, int[] positions, int[] ends, Sequences sequences) {
    this.ids = ids;
    this.positions = positions;
    this.ends = ends;
    this.sequences = sequences;
  }

  /**
   * Packs captions.
   *
   * @param captions ids of each caption, start and end included, padded or not
   * @param config whose vocabulary and context length bound them
   * @throws IllegalArgumentException naming the caption, if one is empty, too long or has an id
   *     outside the vocabulary
   */
  public static TokenBatch pack(int[][] captions, TextConfig config) {
    int[] lengths = lengths(captions, config);
    Sequences sequences = Sequences.ofLengths(lengths);
    int[] ids = new int[sequences.rows()];
    int[] positions = new int[sequences.rows()];
    int[] ends = new int[captions.length];
    for (int i = 0; i < captions.length; i++) {
      int start = sequences.start(i);
      System.arraycopy(captions[i], 0, ids, start, lengths[i]);
      for (int p = 0; p < lengths[i]; p++) {
        positions[start + p] = p;
      }
      ends[i] = start + lengths[i] - 1;
    }
    return new TokenBatch(ids, positions, ends, sequences);
  }

  /** Tokens of each caption, up to its end-of-text token; refused as {@link #pack} refuses. */
  static int[] lengths(int[][] captions, TextConfig config) {
    int[] lengths = new int[captions.length];
    for (int i = 0; i < captions.length; i++) {
      lengths[i] = checkedLength(captions[i], i, config);
    }
    return lengths;
  }

  private static int checkedLength(int[] caption, int i, TextConfig config) {
    if (caption.length == 0) {
      throw new IllegalArgumentException("Caption " + i + " has no tokens, not even start and end");
    }
    int end = 0;
    for (int p = 0; p < caption.length; p++) {
      if (caption[p] < 0 || caption[p] >= config.vocabSize()) {
        throw new IllegalArgumentException(
            "Caption "
                + i
                + ", token "
                + p
                + ": id "
                + caption[p]
                + " is outside the vocabulary of "
                + config.vocabSize()
                + "; was it tokenized for another model?");
      }
      if (caption[p] > caption[end]) {
        end = p;
      }
    }
    if (end >= config.contextLength()) {
      throw new IllegalArgumentException(
          "Caption "
              + i
              + " has "
              + (end + 1)
              + " tokens, the model's context_length is "
              + config.contextLength()
              + ": cut it, keeping the end-of-text token");
    }
    return end + 1;
  }

  /** Number of captions. */
  public int size() {
    return ends.length;
  }

  /** How the tokens divide into captions. */
  public Sequences sequences() {
    return sequences;
  }

  /** Captions {@code from} (inclusive) to {@code to} (exclusive). */
  TokenBatch slice(int from, int to) {
    int start = sequences.start(from);
    int end = sequences.start(to);
    int[] lengths = new int[to - from];
    Arrays.setAll(lengths, i -> sequences.length(from + i));
    int[] theirs = Arrays.copyOfRange(ends, from, to);
    Arrays.setAll(theirs, i -> theirs[i] - start);
    return new TokenBatch(
        Arrays.copyOfRange(ids, start, end),
        Arrays.copyOfRange(positions, start, end),
        theirs,
        Sequences.ofLengths(lengths));
  }

  int[] ids() {
    return ids;
  }

  int[] positions() {
    return positions;
  }

  /** The row of each caption's end-of-text token. */
  int[] ends() {
    return ends;
  }

  @Override
  public String toString() {
    return "captions of " + Arrays.toString(lengths()) + " tokens";
  }

  /** Tokens of each caption. */
  int[] lengths() {
    int[] lengths = new int[size()];
    Arrays.setAll(lengths, sequences::length);
    return lengths;
  }
}
