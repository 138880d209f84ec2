package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clip4j.data.tokenizer.text.CodePointSet;

/**
 * Looks for any of many short sequences of characters at once, each place of a sequence being a set
 * of characters.
 *
 * <p>All places of all sequences are bits of one number. While the text goes by, a bit is on if the
 * sequence up to its place has just been seen: the next number is the last one shifted by a place,
 * with the first places added, and cut down to the places that the next character may take. So the
 * time is that of one pass, whatever the text (Baeza-Yates and Gonnet, "A New Approach to Text
 * Searching", 1992).
 */
final class SequenceSearch {
  /** A character above FFFF hex that counts as part of a word, and one that does not. */
  private static final int HIGH_LETTER = 0x20000;

  private static final int HIGH_SYMBOL = 0x1F600;

  private final CodePointSet word;
  private final int words;
  private final long[] first;
  private final long[] firstInText;
  private final long[] last;

  /** For each kind of character, the places that it may take; and the kind of each character. */
  private final long[][] places;

  private final short[] kinds = new short[Character.MAX_VALUE + 1];
  private final short highLetter;
  private final short highSymbol;

  /**
   * Prepares a search.
   *
   * @param anywhere sequences that may stand anywhere
   * @param atStart sequences that count at the start of the text alone
   * @param word what the sets tell apart above FFFF hex: they hold all of this there, or none, and
   *     all of the rest, or none
   */
  SequenceSearch(
      List<List<CodePointSet>> anywhere, List<List<CodePointSet>> atStart, CodePointSet word) {
    this.word = word;
    BitSet starts = new BitSet();
    BitSet startsInText = new BitSet();
    BitSet ends = new BitSet();
    Map<CodePointSet, BitSet> placesOf = new LinkedHashMap<>();
    int place = 0;
    for (List<List<CodePointSet>> sequences : List.of(anywhere, atStart)) {
      for (List<CodePointSet> sequence : sequences) {
        startsInText.set(place);
        starts.set(place, sequences == anywhere);
        for (CodePointSet set : sequence) {
          placesOf.computeIfAbsent(set, s -> new BitSet()).set(place++);
        }
        ends.set(place - 1);
      }
    }
    words = (place + 63) / 64;
    first = bits(starts);
    firstInText = bits(startsInText);
    last = bits(ends);

    // Between two borders all characters are of one kind.
    BitSet borders = new BitSet();
    placesOf.keySet().forEach(set -> Arrays.stream(set.borders()).forEach(borders::set));
    Map<BitSet, Short> known = new LinkedHashMap<>();
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = c == 0 || borders.get(c) ? kind(c, placesOf, known) : kinds[c - 1];
    }
    highLetter = kind(HIGH_LETTER, placesOf, known);
    highSymbol = kind(HIGH_SYMBOL, placesOf, known);
    places = known.keySet().stream().map(this::bits).toArray(long[][]::new);
  }

  private static short kind(int c, Map<CodePointSet, BitSet> sets, Map<BitSet, Short> known) {
    BitSet allowed = new BitSet();
    sets.forEach(
        (set, places) -> {
          if (set.contains(c)) {
            allowed.or(places);
          }
        });
    return known.computeIfAbsent(allowed, a -> (short) known.size());
  }

  private long[] bits(BitSet set) {
    return Arrays.copyOf(set.toLongArray(), words);
  }

  /** Whether one of the sequences stands in a text. */
  boolean isFoundIn(int[] text) {
    long[] seen = new long[words];
    for (int i = 0; i < text.length; i++) {
      if (step(seen, places[kindOf(text[i])], i == 0 ? firstInText : first)) {
        return true;
      }
    }
    return false;
  }

  private int kindOf(int c) {
    if (c < kinds.length) {
      return kinds[c];
    }
    return word.contains(c) ? highLetter : highSymbol;
  }

  /** Takes in one character, and returns whether a sequence ends with it. */
  private boolean step(long[] seen, long[] allowed, long[] starts) {
    long carried = 0;
    long ended = 0;
    for (int w = 0; w < words; w++) {
      long next = (seen[w] << 1 | carried | starts[w]) & allowed[w];
      carried = seen[w] >>> 63;
      seen[w] = next;
      ended |= next & last[w];
    }
    return ended != 0;
  }
}
