package org.clip4j.data.filter;

import org.clip4j.data.image.PictureSize;

/**
 * Pictures that are not too long for their breadth, either way.
 *
 * @param max most of the longer edge over the shorter one, 1 or more
 */
public record AspectFilter(double max) implements PairFilter {

  /**
   * Checks that something can pass.
   *
   * @throws IllegalArgumentException if not even a square does
   */
  public AspectFilter {
    if (!(max >= 1)) {
      throw new IllegalArgumentException(
          "the longer edge over the shorter one is at least 1: at most " + max + " is nothing");
    }
  }

  @Override
  public String name() {
    return "aspect at most " + max;
  }

  @Override
  public boolean keeps(PairFacts pair) {
    PictureSize size = pair.size();
    return size.longerSide() <= max * size.shorterSide();
  }
}
