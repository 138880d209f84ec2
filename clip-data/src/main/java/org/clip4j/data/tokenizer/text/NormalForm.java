package org.clip4j.data.tokenizer.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Unicode's normal form C: characters taken apart, marks put in order, all put together again.
 *
 * <p>As Unicode Standard Annex 15, with the marks and the compositions that the reference's Python
 * knows. {@link java.text.Normalizer} knows fewer on JDK 17 and more on JDK 25.
 */
public final class NormalForm {
  private static final int BELOW_ALL_CHANGES = 0x300;

  /** Combining classes go up to 254, so one goes into a byte. */
  private static final byte[] COMBINING = combining(Unicode.TABLE.get("combining"));

  private static final Map<Integer, int[]> PARTS = new HashMap<>();
  private static final Map<Long, Integer> COMPOSED = new HashMap<>();

  /** What a character before may swallow. */
  private static final BitSet SECOND = new BitSet();

  /** What does not stand still by itself: marks, what may be swallowed, what is always replaced. */
  private static final BitSet UNSETTLED = new BitSet();

  static {
    for (String item : Unicode.TABLE.get("composed").split(" ")) {
      int[] pair = decomposition(item);
      COMPOSED.put(key(pair[1], pair[2]), pair[0]);
      SECOND.set(pair[2]);
    }
    for (String item : Unicode.TABLE.get("decomposed").split(" ")) {
      UNSETTLED.set(decomposition(item)[0]);
    }
    for (int c = 0; c < COMBINING.length; c++) {
      if (COMBINING[c] != 0) {
        UNSETTLED.set(c);
      }
    }
    SECOND.set(Hangul.VOWEL, Hangul.VOWEL + Hangul.VOWELS);
    SECOND.set(Hangul.TAIL + 1, Hangul.TAIL + Hangul.TAILS);
    UNSETTLED.or(SECOND);
  }

  private NormalForm() {}

  private static byte[] combining(String items) {
    byte[] classes = new byte[Character.MAX_CODE_POINT + 1];
    int last = 0;
    for (String item : items.split(" ")) {
      int sign = item.indexOf('=');
      int[] ends = CodePointSet.ends(item.substring(0, sign));
      byte value = (byte) Integer.parseInt(item.substring(sign + 1));
      Arrays.fill(classes, ends[0], ends[1] + 1, value);
      last = Math.max(last, ends[1]);
    }
    return Arrays.copyOf(classes, last + 1);
  }

  /** Notes {@code WHOLE=PART} or {@code WHOLE=PART+PART}, and returns the code points in it. */
  private static int[] decomposition(String item) {
    int[] points =
        Arrays.stream(item.split("[=+]")).mapToInt(part -> Integer.parseInt(part, 16)).toArray();
    PARTS.put(points[0], Arrays.copyOfRange(points, 1, points.length));
    return points;
  }

  private static long key(int first, int second) {
    return (long) first << 32 | second;
  }

  private static int combining(int codePoint) {
    return codePoint < COMBINING.length ? COMBINING[codePoint] & 0xFF : 0;
  }

  /**
   * Normalizes.
   *
   * @param text code points
   * @return the same array where nothing changes
   */
  public static int[] compose(int[] text) {
    boolean settled = true;
    for (int c : text) {
      settled &= c < BELOW_ALL_CHANGES || !UNSETTLED.get(c);
    }
    if (settled) {
      return text;
    }
    CodePoints apart = new CodePoints(text.length + text.length / 2);
    for (int c : text) {
      takeApart(c, apart);
    }
    int[] points = apart.toArray();
    putInOrder(points);
    int[] composed = Arrays.copyOf(points, putTogether(points));
    return Arrays.equals(text, composed) ? text : composed;
  }

  private static void takeApart(int c, CodePoints out) {
    int[] parts = c < 0x80 ? null : PARTS.get(c);
    if (parts != null) {
      for (int part : parts) {
        takeApart(part, out);
      }
    } else {
      Hangul.takeApart(c, out);
    }
  }

  /** Sorts each run of marks by class; equal ones stay in their order. */
  private static void putInOrder(int[] points) {
    int start = 0;
    while (start < points.length) {
      int end = start;
      boolean sorted = true;
      while (end < points.length && combining(points[end]) != 0) {
        sorted &= end == start || combining(points[end - 1]) <= combining(points[end]);
        end++;
      }
      if (!sorted) {
        sort(points, start, end);
      }
      start = end + 1;
    }
  }

  private static void sort(int[] points, int start, int end) {
    long[] keys = new long[end - start];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) combining(points[start + i]) << 32 | i;
    }
    Arrays.sort(keys);
    int[] marks = Arrays.copyOfRange(points, start, end);
    for (int i = 0; i < keys.length; i++) {
      points[start + i] = marks[(int) keys[i]];
    }
  }

  /** Composes in place, and returns how many code points are left. */
  private static int putTogether(int[] points) {
    int size = 0;
    int starter = -1;
    int last = 0;
    for (int c : points) {
      int combining = combining(c);
      // Seen from the starter, a mark hides those behind it that are of its class or below.
      boolean visible = starter >= 0 && (starter == size - 1 || (last != 0 && last < combining));
      int whole = visible && SECOND.get(c) ? whole(points[starter], c) : -1;
      if (whole >= 0) {
        points[starter] = whole;
        continue;
      }
      if (combining == 0) {
        starter = size;
      }
      last = combining;
      points[size++] = c;
    }
    return size;
  }

  private static int whole(int first, int second) {
    Integer whole = COMPOSED.get(key(first, second));
    return whole != null ? whole : Hangul.whole(first, second);
  }
}
