package org.clip4j.data.filter;

/**
 * Captions that are not too short and not too long, in characters (Unicode's code points).
 *
 * @param min the least, or null
 * @param max the most, or null
 */
public record CaptionLengthFilter(Integer min, Integer max) implements CaptionFilter {

  /** Checks that something can pass. */
  public CaptionLengthFilter {
    new Range(min, max);
  }

  @Override
  public String name() {
    return "caption characters " + new Range(min, max);
  }

  @Override
  public boolean keepsCaption(String caption) {
    return new Range(min, max).contains(caption.codePointCount(0, caption.length()));
  }
}
