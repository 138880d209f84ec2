package org.clip4j.data.tokenizer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlEntitiesTest {
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
}
