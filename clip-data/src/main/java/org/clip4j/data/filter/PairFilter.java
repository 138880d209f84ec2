package org.clip4j.data.filter;

/**
 * Says which pairs are learned from. One of your own is found by its name when it is listed in
 * {@code META-INF/services/org.clip4j.data.filter.PairFilter}; it then needs a public constructor
 * without parameters.
 *
 * <p>The answer is to depend on the facts alone: a run that is resumed asks again, and several
 * workers share what was counted by it beforehand. Several threads may ask at once.
 */
public interface PairFilter {

  /** What it is called in a configuration, where it has a name there, and in counts and errors. */
  String name();

  /**
   * Whether a pair passes.
   *
   * @param pair what can be known of it without decoding its picture; let the exceptions of its
   *     methods through, which say that this cannot be known
   */
  boolean keeps(PairFacts pair);
}
