package org.clip4j.data.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.clip4j.core.random.DeterministicRandom;

/**
 * Counts texts that come again, in bounded memory: of each text a hash of 64 bits and a count are
 * remembered. When the table is full, only hashes that begin with one more zero bit are kept, about
 * half of them, and what is counted among these stands for all (Flajolet: "On Adaptive Sampling",
 * Computing 43, 1990). Which hashes are left depends on the texts alone and not on their order.
 * Safe for use by several threads.
 */
final class RepeatCounter {

  private static final int FIRST_SLOTS = 1 << 10;
  private static final int MOST_SHOWN = 5;
  private static final int LONGEST_SHOWN = 200;

  private final int capacity;
  private long[] hashes = new long[FIRST_SLOTS];
  private int[] counts = new int[FIRST_SLOTS];
  private int used;
  private int level;
  private final TreeSet<Frequent> most =
      new TreeSet<>(Comparator.comparingLong(Frequent::times).thenComparingLong(Frequent::hash));

  /** A text that came more than once, while it is among the most frequent ones. */
  private record Frequent(long hash, long times, String text) {}

  /**
   * @param capacity how many different texts are counted exactly; each takes up to 48 bytes
   */
  RepeatCounter(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Counts a text.
   *
   * @return whether it is known that it stood somewhere before
   */
  synchronized boolean add(String text) {
    // Zero is an empty slot.
    long hash = DeterministicRandom.of(0, text).state() | 1;
    if (!isKept(hash)) {
      return false;
    }
    int slot = slot(hash);
    if (counts[slot] > 0) {
      counts[slot] += counts[slot] < Integer.MAX_VALUE ? 1 : 0;
      note(hash, counts[slot], text);
      return true;
    }
    hashes[slot] = hash;
    counts[slot] = 1;
    used++;
    if (used > capacity) {
      thinOut();
    } else if (2 * used > hashes.length) {
      rebuild(2 * hashes.length);
    }
    return false;
  }

  synchronized Repeats result() {
    long repeated = 0;
    for (int count : counts) {
      repeated += Math.max(0, count - 1);
    }
    List<Repeats.Repeat> shown = new ArrayList<>();
    for (Frequent text : most.descendingSet()) {
      shown.add(new Repeats.Repeat(text.text(), text.times()));
    }
    return new Repeats((long) used << level, repeated << level, level == 0, shown);
  }

  private boolean isKept(long hash) {
    return level == 0 || hash >>> (Long.SIZE - level) == 0;
  }

  /** Where a hash stands, or where it would. */
  private int slot(long hash) {
    int mask = hashes.length - 1;
    // The lowest bit is taken, the highest ones are those of the level.
    int slot = (int) (hash >>> 1) & mask;
    while (hashes[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void thinOut() {
    most.clear();
    while (used > capacity) {
      level++;
      rebuild(hashes.length);
    }
  }

  private void rebuild(int slots) {
    long[] oldHashes = hashes;
    int[] oldCounts = counts;
    hashes = new long[slots];
    counts = new int[slots];
    used = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0 && isKept(oldHashes[i])) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        counts[slot] = oldCounts[i];
        used++;
      }
    }
  }

  /**
   * Keeps the most frequent texts. Who is among them at the end is so when it comes for the last
   * time, so that nobody else needs its text kept.
   */
  private void note(long hash, long times, String text) {
    if (level > 0 || most.size() == MOST_SHOWN && times < most.first().times()) {
      return;
    }
    most.removeIf(frequent -> frequent.hash() == hash);
    most.add(new Frequent(hash, times, shown(text)));
    if (most.size() > MOST_SHOWN) {
      most.pollFirst();
    }
  }

  private static String shown(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST_SHOWN) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)) + "...";
  }
}
