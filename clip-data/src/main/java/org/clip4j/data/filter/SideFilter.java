package org.clip4j.data.filter;

import org.clip4j.data.image.PictureSize;

/**
 * Pictures whose shorter edge is not too short and whose longer edge is not too long.
 *
 * @param min least pixels of the shorter edge, or null
 * @param max most pixels of the longer edge, or null
 */
public record SideFilter(Integer min, Integer max) implements PairFilter {

  /** Checks that something can pass. */
  public SideFilter {
    new Range(min, max);
  }

  @Override
  public String name() {
    return "side " + new Range(min, max);
  }

  @Override
  public boolean keeps(PairFacts pair) {
    PictureSize size = pair.size();
    Range range = new Range(min, max);
    return range.isNotBelow(size.shorterSide()) && range.isNotAbove(size.longerSide());
  }
}
