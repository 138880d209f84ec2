package org.clip4j.data.tokenizer;

import java.util.Arrays;

/**
 * Merges the bytes of one word, the pair of lowest rank first, until no neighbours merge.
 *
 * <p>The neighbours that merge wait in a heap, so that a word of {@code n} bytes takes {@code n log
 * n} steps: a megabyte without a space is still a word.
 */
final class BytePairEncoder {
  private static final int NONE = -1;

  private final Vocabulary vocabulary;

  BytePairEncoder(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Encodes a word.
   *
   * @param word its UTF-8 bytes, at least one
   * @return 1 to {@code word.length} ids
   */
  int[] encode(byte[] word) {
    return new Merging(word).run();
  }

  /** One word under work: a linked list of tokens, each at the index of its first byte. */
  private final class Merging {
    private final int[] ids;
    private final int[] previous;
    private final int[] next;
    private final LongHeap candidates;

    Merging(byte[] word) {
      int n = word.length;
      ids = new int[n];
      previous = new int[n];
      next = new int[n];
      candidates = new LongHeap(n);
      for (int i = 0; i < n; i++) {
        ids[i] = i < n - 1 ? vocabulary.idOf(word[i]) : vocabulary.idOfLast(word[i]);
        previous[i] = i - 1;
        next[i] = i < n - 1 ? i + 1 : NONE;
      }
    }

    int[] run() {
      for (int i = 0; i < ids.length - 1; i++) {
        propose(i);
      }
      // A merge only makes candidates of a higher id than its own, so taking the lowest id, and
      // there the leftmost, is the same as the reference's passes over the whole word.
      while (!candidates.isEmpty()) {
        long candidate = candidates.poll();
        int left = (int) candidate;
        int id = (int) (candidate >> 32);
        if (merged(left) == id) {
          merge(left, id);
        }
      }
      int count = 0;
      for (int i = 0; i != NONE; i = next[i]) {
        ids[count++] = ids[i];
      }
      return Arrays.copyOf(ids, count);
    }

    /** What the token at {@code left} and the one after it merge into now. */
    private int merged(int left) {
      boolean pair = ids[left] != NONE && next[left] != NONE;
      return pair ? vocabulary.merge(ids[left], ids[next[left]]).orElse(NONE) : NONE;
    }

    private void propose(int left) {
      int id = merged(left);
      if (id != NONE) {
        candidates.add((long) id << 32 | left);
      }
    }

    private void merge(int left, int id) {
      int right = next[left];
      ids[left] = id;
      ids[right] = NONE;
      next[left] = next[right];
      if (next[left] != NONE) {
        previous[next[left]] = left;
        propose(left);
      }
      if (previous[left] != NONE) {
        propose(previous[left]);
      }
    }
  }
}
