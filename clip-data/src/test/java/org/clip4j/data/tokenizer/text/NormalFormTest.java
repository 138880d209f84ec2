package org.clip4j.data.tokenizer.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against the JDK, on characters that every JDK knows alike. */
class NormalFormTest {
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> characters =
        Arbitraries.oneOf(
            Arbitraries.chars().range('\u0300', '\u036F'),
            Arbitraries.chars().with("aeioucnsAEIOUCNS<=> "),
            Arbitraries.chars().range('\u00C0', '\u02FF'),
            Arbitraries.chars().range('\u0370', '\u0377'),
            Arbitraries.chars().range('\u0384', '\u03CE'),
            Arbitraries.chars().range('\u1E00', '\u1FFE'),
            Arbitraries.chars().range('\u1100', '\u11FF'),
            Arbitraries.chars().range('\uAC00', '\uD7A3'),
            Arbitraries.chars().range('\u3041', '\u30FF'),
            Arbitraries.chars().range('\uFB1D', '\uFB4F'),
            Arbitraries.chars().range('\u05B0', '\u05BD'));
    return characters.list().ofMaxSize(12).map(NormalFormTest::joined);
  }

  private static String joined(Iterable<Character> characters) {
    StringBuilder out = new StringBuilder();
    characters.forEach(out::append);
    return out.toString();
  }

  @Property(tries = 5000)
  void composesAsTheJdkDoes(@ForAll("texts") String text) {
    assertEquals(Normalizer.normalize(text, Normalizer.Form.NFC), composed(text));
  }

  @Property
  void leavesWhatIsComposed(@ForAll("texts") String text) {
    int[] once = NormalForm.compose(CodePoints.of(text));
    assertSame(once, NormalForm.compose(once));
  }

  /**
   * A mark of Unicode 14, which JDK 17 does not know, and vowels of 16, which Python 3.11 does not.
   */
  @Example
  void knowsUnicode14() {
    assertEquals(
        "a\u0316\u0898\u0301", composed("a\u0898\u0301\u0316").replace("\u00E1", "a\u0301"));
    int[] vowels = {0x16D67, 0x16D67};
    assertArrayEquals(vowels, NormalForm.compose(vowels));
  }

  private static String composed(String text) {
    int[] points = NormalForm.compose(CodePoints.of(text));
    return new String(points, 0, points.length);
  }
}
