package org.clip4j.data.tokenizer.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.clip4j.data.tokenizer.text.CodePoints;
import org.clip4j.data.tokenizer.text.NormalForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@org.junit.jupiter.api.Tag("long")
@net.jqwik.api.Tag("long")
class TextRepairTest {
  private static final int MEGABYTE = 1_000_000;

  /** Expected values from ftfy's {@code fix_text}. */
  @ParameterizedTest
  @CsvSource({
    "'âœ” No problems', '✔ No problems'",
    "'&macr;\\_(ã\u0083\u0084)_/&macr;', '¯\\_(ツ)_/¯'",
    "'ＬＯＵＤ　ＮＯＩＳＥＳ', 'LOUD NOISES'",
    "'voilÃ le travail', 'voilà le travail'",
    "'cafÃƒÂ©', 'café'",
    "'P&EACUTE;REZ &nTILDE;', 'PÉREZ &nTILDE;'",
    "'<i>&eacute;', '<i>&eacute;'",
    "'a &#59; b', 'a &#59; b'",
    "'ﬂuﬃeﬆ ŉ', 'fluffiest ''n'",
    "'\u001B[36;44mblue\u001B[0m', 'blue'",
    "'Ã©Ã€\n', 'éÀ\n'",
    "'ÃƒÆ’ÃƒÆ’', 'ÃÃ'",
    // MacRoman fits before the heart comes out, and nothing fits after
    "'&amp;radic;&amp;copy; &amp;amp;hearts;', 'é ♥'",
    "'&amp;amp;radic;&amp;amp;copy; &amp;hearts;', '√© ♥'"
  })
  void repairsAsFtfyDoes(String text, String expected) {
    assertEquals(expected, TextRepair.repair(text));
  }

  @Example
  void takesTextForHtmlFromTheFirstBracketOn() {
    assertEquals("&\n<\n&amp;", TextRepair.repair("&amp;\n<\n&amp;"));
    assertEquals("& < &", TextRepair.repair("&amp; &lt; &amp;"));
  }

  /** As the reference does, whose characters are code points. */
  @Example
  void joinsSurrogatesThatComeTogether() {
    assertEquals("\uD83D\uDE00", TextRepair.repair("\uD83D&#7;\uDE00"));
    assertEquals("\uFFFD\uFFFD", TextRepair.repair("\uD83D\u0001\uDE00"));
  }

  @Provide
  Arbitrary<String> plain() {
    return Arbitraries.strings()
        .withCharRange(' ', '%')
        .withCharRange('\'', '~')
        .withChars("\n\t\f");
  }

  @Property
  void leavesPlainTextAsTheLongWayDoes(@ForAll("plain") String text) {
    assertSame(text, TextRepair.repair(text));
    int[] points = CodePoints.of(text);
    assertArrayEquals(points, new SegmentRepair(new Effort()).repair(points, true));
  }

  @Provide
  Arbitrary<String> escaped() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "&", "&", "amp;", "amp;", "amp;", "#38;", "AMP;", "#x26;", "lt;", "semi;", "eacute;",
            "Atilde;", "copy;", "nosuch;", "radic;", "radic;", "hearts;", "amp", ";", "x", " ", "é",
            "Ã", "©", "ГўВЂВ", "\u0338");
    return pieces.list().ofMaxSize(14).map(list -> String.join("", list));
  }

  /** Rounds that are skipped change nothing but the time. */
  @Property(tries = 5000)
  void skipsRoundsThatOnlyUnescapeAmpersands(@ForAll("escaped") String text) {
    int[] points = CodePoints.of(text);
    int[] repaired = points;
    int[] before;
    do {
      before = repaired;
      repaired = new EncodingRepair(new Effort()).repair(EntityRepair.unescape(before));
      repaired = NormalForm.compose(CharacterRepairs.repair(repaired));
    } while (!Arrays.equals(before, repaired));
    assertArrayEquals(repaired, new SegmentRepair(new Effort()).repair(points, true));
  }

  @Property
  void repairedTextIsLeftAlone(@ForAll("escaped") String text) {
    String repaired = TextRepair.repair(text);
    // With a bracket in it the repaired text is HTML.
    String again = repaired.contains("<") ? repaired : TextRepair.repair(repaired);
    assertEquals(repaired, again);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ã©",
        "â€™",
        "Ã",
        "Ãƒ",
        "\u00C3\u0192\u00C2",
        "ÐÑ",
        "\uFFFD",
        "\uFFFD\uFFFD ",
        "Ð ",
        "Р ",
        "&amp;",
        "amp;",
        "&#38;",
        "&",
        "&#",
        "&lt;&eacute;",
        "&amp;amp;eacute;",
        "\u001B[1;",
        "\u001B[",
        "a\u0301\u0316",
        "\u0316",
        "é\n",
        "í\u00A0½í¸\u008D",
        "À\u0080",
        "\uD83D",
        "Σ'",
        "œ",
        "│Ò",
        "ð\u009F ",
        "猫€",
        "ﬃ",
        "\r",
        "Ã<",
        "Â "
      })
  void takesAMegabyteInLinearTime(String piece) {
    repairsInTime(piece.repeat(MEGABYTE / piece.length()));
  }

  /** Each step takes one character away, and lays open the next. */
  @ParameterizedTest
  @CsvSource({
    "'Ã', 'ƒ', ''",
    "'\uFFFD\uFFFDР', ' ', ''",
    "'&', 'amp;', 'lt;'",
    "'é&', '#38;', 'eacute;'",
    "'ГўВЂВ&', 'amp;', ''"
  })
  void takesAMegabyteThatUnravelsInLinearTime(String start, String piece, String end) {
    repairsInTime(start + piece.repeat(MEGABYTE / piece.length()) + end);
    repairsInTime(
        (start + piece.repeat(2000) + end + "\n").repeat(MEGABYTE / 2000 / piece.length()));
  }

  @Example
  void takesRandomMegabytesInLinearTime() {
    Random random = new Random(1);
    int[][] ranges = {{0, 0x100}, {0, 0x3000}, {0x80, 0xC0}, {0, 0x10FFFF}, {0x300, 0x340}};
    for (int[] range : ranges) {
      int[] points = random.ints(MEGABYTE, range[0], range[1]).toArray();
      repairsInTime(new String(points, 0, points.length));
    }
  }

  private static void repairsInTime(String text) {
    String repaired =
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> TextRepair.repair(text));
    assertTrue(repaired.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000));
  }

  @Example
  void undoesShortChainsToTheEnd() {
    assertEquals("Ã", TextRepair.repair("Ã" + "ƒ".repeat(3000)));
    assertEquals("<", TextRepair.repair("&" + "amp;".repeat(200_000) + "lt;"));
  }
}
