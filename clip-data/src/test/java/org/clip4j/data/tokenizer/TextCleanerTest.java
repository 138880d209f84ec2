package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCleanerTest {
  @Test
  void collapsesEveryWhiteSpaceOfUnicode() {
    String spaces =
        "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2007\u200A\u2028\u2029"
            + "\u202F\u205F\u3000";
    assertEquals("a b", TextCleaner.clean(spaces + "A" + spaces + "B" + spaces));
    assertEquals("", TextCleaner.clean(spaces));
  }

  @Test
  void keepsWhatOnlyLooksLikeSpace() {
    assertEquals("a\u200Bb\u180Ec\uFEFFd", TextCleaner.clean("a\u200Bb\u180Ec\uFEFFd"));
  }

  /** Expected values from Python's {@code html.unescape}. */
  @ParameterizedTest
  @CsvSource({
    "'&lt;b&gt; &amp &quot;', '<b> & \"'",
    "'&eacute;&eacute &Eacute', 'éé É'",
    "'&notit; &notin; &not', '¬it; ∉ ¬'",
    "'&nosuch; &; &# &#; &#x; &', '&nosuch; &; &# &#; &#x; &'",
    "'&#233;&#xE9;&#XE9 &#0233z', 'ééé éz'",
    "'&#128;&#x9f;', '€Ÿ'",
    "'a&#0;b&#xD800;c&#x110000;d&#99999999999999999999;', 'a\uFFFDb\uFFFDc\uFFFDd\uFFFD'",
    "'a&#7;b&#11;c&#xFFFE;d&#xFDD0;e', 'abcde'",
    "'&NotEqualTilde;&fjlig;', '≂̸fj'",
    "'&ampamp;&copy2', '&amp;©2'",
    "'&ac$1\\', '&ac$1\\'",
  })
  void unescapesAsPythonDoes(String text, String expected) {
    assertEquals(expected, HtmlEntities.unescape(text));
  }

  @Test
  void unescapesTwiceAndNoMore() {
    assertEquals("<&lt;&amp;lt;", TextCleaner.clean("&amp;lt;&amp;amp;lt;&amp;amp;amp;lt;"));
  }

  /** Expected values from Python's {@code str.lower}. */
  @ParameterizedTest
  @CsvSource({
    "STRASSE ẞ ẛ, strasse ß ẛ",
    "İI, i\u0307i",
    "ΚΩΣ-ΡΟΔΟΣ, κως-ροδος",
    "ΟΔΥΣΣΕΥΣ, οδυσσευς",
    "'Σ ΑΣ. Α.Σ Α:Σ Α^Σ', 'σ ας. α.ς α:ς α^ς'",
    "ΑΣ:Β ΑΣ^Β 1Σ ΑΣ1, ασ:β ασ^β 1σ ας1",
    "𝐀Σ 𐐀, 𝐀ς 𐐨",
  })
  void lowersAsPythonDoes(String text, String expected) {
    assertEquals(expected, LowerCase.of(text));
  }
}
