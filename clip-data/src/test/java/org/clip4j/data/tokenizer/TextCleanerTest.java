package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextCleanerTest {
  @Test
  void collapsesEveryWhiteSpaceOfUnicode() {
    String spaces =
        "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u00A0\u1680\u2000\u2007\u200A\u2028\u2029"
            + "\u202F\u205F\u3000";
    assertEquals("a b", TextCleaner.clean(spaces + "A" + spaces + "B" + spaces));
    assertEquals("", TextCleaner.clean(spaces));
  }

  @Test
  void keepsWhatOnlyLooksLikeSpace() {
    assertEquals("a\u200Bb\u180Ecd", TextCleaner.clean("a\u200Bb\u180Ec\uFEFFd"));
  }

  @Test
  void unescapesTwiceAndNoMore() {
    assertEquals(
        "<p> <&lt;&amp;lt;", TextCleaner.clean("<p> &amp;lt;&amp;amp;lt;&amp;amp;amp;lt;"));
  }

  @Test
  void repairsBeforeItUnescapes() {
    assertEquals("it's <", TextCleaner.clean("It\u00E2\u20AC\u2122s &amp;amp;amp;amp;lt;"));
  }
}
