package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
  private final ClipTokenizer tokenizer = ClipTokenizer.openAi();

  @Test
  void knowsItsSpecialTokens() {
    assertEquals(49408, tokenizer.vocabSize());
    assertEquals(49406, tokenizer.startToken());
    assertEquals(49407, tokenizer.endToken());
  }

  @Test
  void tokenizesWithoutPadding() {
    assertArrayEquals(
        new int[] {49406, 320, 1125, 539, 320, 2368, 49407},
        tokenizer.tokenize("a photo of a cat", 77));
    assertArrayEquals(new int[] {49406, 49407}, tokenizer.tokenize(" ", 77));
  }

  @Test
  void padsWithZeros() {
    assertArrayEquals(new int[] {49406, 320, 2368, 49407, 0, 0}, tokenizer.padded("a cat", 6));
  }

  @Test
  void cutsWhatIsTooLongAndKeepsTheEnd() {
    assertArrayEquals(
        new int[] {49406, 320, 1125, 49407}, tokenizer.tokenize("a photo of a cat", 4));
    assertArrayEquals(new int[] {49406, 49407}, tokenizer.tokenize("a photo of a cat", 2));
  }

  @Test
  void cutsInsideAWord() {
    assertArrayEquals(new int[] {9725, 2922}, tokenizer.encode("magnificently"));
    assertArrayEquals(new int[] {49406, 9725, 49407}, tokenizer.tokenize("magnificently", 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0, -1, Integer.MIN_VALUE})
  void refusesAContextWithoutRoom(int contextLength) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> tokenizer.padded("a cat", contextLength));
    assertTrue(e.getMessage().contains(String.valueOf(contextLength)), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 49408, Integer.MAX_VALUE})
  void refusesToDecodeWhatIsNoToken(int id) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(new int[] {320, id}));
    assertTrue(e.getMessage().contains(String.valueOf(id)), e.getMessage());
  }

  @Test
  void decodesHalfACharacterToTheReplacementCharacter() {
    int[] ids = tokenizer.encode("猫");
    assertEquals("猫 ", tokenizer.decode(ids));
    assertEquals("\uFFFD", tokenizer.decode(new int[] {ids[0]}));
  }

  @Test
  void takesLoneSurrogatesForReplacementCharacters() {
    assertArrayEquals(tokenizer.encode("a\uFFFDb\uFFFD"), tokenizer.encode("a\uD83Db\uDE00"));
    assertArrayEquals(tokenizer.encode("\uFFFD\uFFFD"), tokenizer.encode("\uDE00\uD83D"));
  }

  @Test
  void encodesLongTextsInReasonableTime() {
    String word = "magnificently".repeat(20_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertTrue(tokenizer.encode(word).length > 20_000);
          assertEquals(77, tokenizer.tokenize("&amp;".repeat(100_000), 77).length);
          assertEquals(200_000, tokenizer.encode("a ".repeat(200_000)).length);
          assertTrue(tokenizer.encode("\u00C3\u00A9".repeat(500_000)).length > 100_000);
          assertTrue(tokenizer.encode("<" + "&amp".repeat(250_000)).length > 200_000);
          assertEquals(0, tokenizer.encode("\u0345\u2003".repeat(500_000)).length);
        });
  }

  @Test
  void givesManyThreadsTheSameIdsAsOne() {
    List<String> texts =
        IntStream.range(0, 2000).mapToObj(i -> "caption " + Integer.toHexString(i * 7919)).toList();
    ClipTokenizer fresh = new ClipTokenizer(Vocabulary.openAi());
    List<int[]> together = texts.parallelStream().map(fresh::encode).toList();
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(tokenizer.encode(texts.get(i)), together.get(i), texts.get(i));
    }
  }

  @Test
  void handsOutArraysOfTheirOwn() {
    tokenizer.encode("photo")[0] = 7;
    assertArrayEquals(new int[] {1125}, tokenizer.encode("photo"));
  }
}
