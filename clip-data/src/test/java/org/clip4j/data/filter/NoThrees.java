package org.clip4j.data.filter;

/** A filter as an application adds it: keys without a digit 3. */
public final class NoThrees implements PairFilter {

  @Override
  public String name() {
    return "no_threes";
  }

  @Override
  public boolean keeps(PairFacts pair) {
    return !pair.key().contains("3");
  }
}
