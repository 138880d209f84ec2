package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.clip4j.data.tokenizer.text.LowerCase;

/** What holds for every text. */
class ClipTokenizerPropertyTest {
  private final ClipTokenizer tokenizer = ClipTokenizer.openAi();

  /** Any UTF-16 units, lone surrogates among them, mixed with what the tokenizer looks for. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> units =
        Arbitraries.chars().range(Character.MIN_VALUE, Character.MAX_VALUE).map(String::valueOf);
    Arbitrary<String> surrogates =
        Arbitraries.chars().range('\uD800', '\uDFFF').map(String::valueOf);
    Arbitrary<String> plain = Arbitraries.chars().range(' ', '~').map(String::valueOf);
    Arbitrary<String> pieces =
        Arbitraries.of(
            "&",
            "&#",
            "&#x",
            "&amp",
            ";",
            "39",
            "'s",
            "'LL",
            "<start_of_text>",
            "<end_of_text>",
            "</w>",
            "Σ",
            "İ",
            "\u0345",
            "\u0301",
            "😀",
            " ",
            "\u00A0",
            "café",
            "photo");
    return Arbitraries.frequencyOf(
            Tuple.of(2, units), Tuple.of(1, surrogates), Tuple.of(4, plain), Tuple.of(4, pieces))
        .list()
        .ofMaxSize(40)
        .map(list -> String.join("", list));
  }

  @Property
  void idsAreInTheVocabulary(@ForAll("texts") String text) {
    for (int id : tokenizer.encode(text)) {
      assertTrue(id >= 0 && id < tokenizer.vocabSize(), () -> "id " + id);
    }
  }

  @Property
  void theContextBoundsTheLength(
      @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 40) int contextLength) {
    int[] body = tokenizer.encode(text);
    int[] ids = tokenizer.tokenize(text, contextLength);
    assertEquals(Math.min(body.length + 2, contextLength), ids.length);
    assertEquals(tokenizer.startToken(), ids[0]);
    assertEquals(tokenizer.endToken(), ids[ids.length - 1]);
    assertArrayEquals(
        Arrays.copyOf(body, ids.length - 2), Arrays.copyOfRange(ids, 1, ids.length - 1));
    assertArrayEquals(Arrays.copyOf(ids, contextLength), tokenizer.padded(text, contextLength));
  }

  /**
   * Not where cleaning would change the decoded text once more: what was escaped thrice, or an
   * accent that follows a space now.
   */
  @Property
  void decodingComesBackToTheSameIds(@ForAll("texts") String text) {
    int[] ids = tokenizer.encode(text);
    String decoded = tokenizer.decode(ids);
    Assume.that(TextCleaner.clean(decoded).equals(decoded.strip()));
    Assume.that(!TextCleaner.clean(text).contains(Vocabulary.WORD_END));
    assertArrayEquals(ids, tokenizer.encode(decoded));
  }

  @Property
  void decodingLosesNothingButSpacesAndTheIotaSubscript(@ForAll("texts") String text) {
    String clean = TextCleaner.clean(text);
    Assume.that(!clean.contains(Vocabulary.WORD_END));
    String decoded = tokenizer.decode(tokenizer.encode(text));
    assertEquals(clean.replace(" ", "").replace("\u0345", ""), decoded.replace(" ", ""));
  }

  @Property
  void anyIdsDecode(@ForAll int @Size(max = 20) [] draws) {
    int[] ids = Arrays.stream(draws).map(d -> Math.floorMod(d, tokenizer.vocabSize())).toArray();
    assertTrue(tokenizer.decode(ids).length() >= (ids.length > 0 ? 1 : 0));
  }

  @Property
  void cleaningLeavesNoCapitalsNorOuterSpaces(@ForAll("texts") String text) {
    String clean = TextCleaner.clean(text);
    assertEquals(clean, clean.strip());
    assertEquals(clean, LowerCase.of(clean));
    assertEquals(-1, clean.indexOf("  "));
  }
}
