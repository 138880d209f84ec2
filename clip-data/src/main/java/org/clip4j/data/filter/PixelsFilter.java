package org.clip4j.data.filter;

/**
 * Pictures with not too few and not too many pixels, width times height.
 *
 * @param min the least, or null
 * @param max the most, or null
 */
public record PixelsFilter(Long min, Long max) implements PairFilter {

  /** Checks that something can pass. */
  public PixelsFilter {
    new Range(min, max);
  }

  @Override
  public String name() {
    return "pixels " + new Range(min, max);
  }

  @Override
  public boolean keeps(PairFacts pair) {
    return new Range(min, max).contains(pair.size().pixels());
  }
}
