package org.clip4j.data.tokenizer.text;

import java.util.BitSet;

/** Some of Unicode's code points. Immutable. */
public final class CodePointSet {
  private final BitSet members;

  private CodePointSet(BitSet members) {
    this.members = members;
  }

  /**
   * Reads a set.
   *
   * @param runs code points in hexadecimal, alone or as {@code LOW-HIGH}, with spaces between
   * @return the set
   * @throws IllegalArgumentException if a run is not written so
   */
  public static CodePointSet parse(String runs) {
    BitSet members = new BitSet();
    for (String run : runs.split(" ")) {
      int[] ends = ends(run);
      members.set(ends[0], ends[1] + 1);
    }
    return new CodePointSet(members);
  }

  /**
   * The code points of a string.
   *
   * @param text what is in the set
   * @return the set
   */
  public static CodePointSet of(String text) {
    BitSet members = new BitSet();
    text.codePoints().forEach(members::set);
    return new CodePointSet(members);
  }

  /**
   * What is in any of some sets.
   *
   * @param sets the sets
   * @return a new set
   */
  public static CodePointSet union(CodePointSet... sets) {
    BitSet members = new BitSet();
    for (CodePointSet set : sets) {
      members.or(set.members);
    }
    return new CodePointSet(members);
  }

  /**
   * What is in this set and not in another.
   *
   * @param other what to leave out
   * @return a new set
   */
  public CodePointSet minus(CodePointSet other) {
    BitSet kept = (BitSet) members.clone();
    kept.andNot(other.members);
    return new CodePointSet(kept);
  }

  /**
   * What is not in this set.
   *
   * @return a new set
   */
  public CodePointSet complement() {
    BitSet others = (BitSet) members.clone();
    others.flip(0, Character.MAX_CODE_POINT + 1);
    return new CodePointSet(others);
  }

  /**
   * Whether a code point is in the set.
   *
   * @param codePoint from 0 to 10FFFF hex
   * @return whether it is
   */
  public boolean contains(int codePoint) {
    return members.get(codePoint);
  }

  /**
   * Where the set begins and ends: each code point that is in it and the one before is not, or the
   * other way round.
   *
   * @return code points, from low to high
   */
  public int[] borders() {
    CodePoints borders = new CodePoints(0);
    int start = members.nextSetBit(0);
    while (start >= 0) {
      int end = members.nextClearBit(start);
      borders.add(start);
      borders.add(end);
      start = members.nextSetBit(end);
    }
    return borders.toArray();
  }

  /** First and last code point of {@code LOW-HIGH}, or of one alone. */
  static int[] ends(String run) {
    int dash = run.indexOf('-');
    int low = Integer.parseInt(dash < 0 ? run : run.substring(0, dash), 16);
    int high = dash < 0 ? low : Integer.parseInt(run.substring(dash + 1), 16);
    if (low > high || high > Character.MAX_CODE_POINT) {
      throw new IllegalArgumentException("not a run of code points: " + run);
    }
    return new int[] {low, high};
  }
}
