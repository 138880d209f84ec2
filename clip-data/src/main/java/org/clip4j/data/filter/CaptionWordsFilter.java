package org.clip4j.data.filter;

/**
 * Captions of not too few and not too many words, which white space parts. In writing that has no
 * spaces between words, a sentence is one.
 *
 * @param min the least, or null
 * @param max the most, or null
 */
public record CaptionWordsFilter(Integer min, Integer max) implements CaptionFilter {

  /** Checks that something can pass. */
  public CaptionWordsFilter {
    new Range(min, max);
  }

  @Override
  public String name() {
    return "caption words " + new Range(min, max);
  }

  @Override
  public boolean keepsCaption(String caption) {
    return new Range(min, max).contains(words(caption));
  }

  private static int words(String caption) {
    int words = 0;
    boolean within = false;
    for (int i = 0; i < caption.length(); i++) {
      boolean inWord = !Character.isWhitespace(caption.charAt(i));
      words += inWord && !within ? 1 : 0;
      within = inWord;
    }
    return words;
  }
}
