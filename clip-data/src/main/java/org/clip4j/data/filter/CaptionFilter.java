package org.clip4j.data.filter;

/**
 * Says which captions are learned from. Of a pair that has several, those that do not pass are left
 * out; it passes where one is left.
 */
public interface CaptionFilter extends PairFilter {

  /** Whether a caption passes; white space around it is gone. */
  boolean keepsCaption(String caption);

  @Override
  default boolean keeps(PairFacts pair) {
    return pair.captions().stream().anyMatch(this::keepsCaption);
  }
}
