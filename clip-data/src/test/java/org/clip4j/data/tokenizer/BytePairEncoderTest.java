package org.clip4j.data.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The heap against the textbook's passes over the whole word. */
class BytePairEncoderTest {
  private final Vocabulary vocabulary = Vocabulary.openAi();
  private final BytePairEncoder encoder = new BytePairEncoder(vocabulary);

  @Provide
  Arbitrary<byte[]> words() {
    // Few letters, so that words have repeats and overlapping pairs such as "aaa".
    return Arbitraries.oneOf(
            Arbitraries.strings().withChars("aeionst").ofMaxLength(40),
            Arbitraries.strings().withChars("ha!. ").ofMaxLength(40),
            Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(20),
            Arbitraries.strings().withChars("ñé猫ネ😀🏽").ofMaxLength(20))
        .filter(word -> !word.isEmpty())
        .map(word -> word.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void mergesAsTheTextbookDoes(@ForAll("words") byte[] word) {
    assertArrayEquals(textbook(word), encoder.encode(word));
  }

  @Property
  void anyBytesComeBack(@ForAll @Size(min = 1, max = 30) byte[] word) {
    StringBuilder expected = new StringBuilder();
    for (byte b : word) {
      expected.append((char) (b & 0xFF));
    }
    StringBuilder actual = new StringBuilder();
    for (int id : encoder.encode(word)) {
      actual.append(new String(vocabulary.bytes(id), StandardCharsets.ISO_8859_1));
    }
    assertEquals(expected + Vocabulary.WORD_END, actual.toString());
  }

  /** Finds the pair of lowest rank anywhere, merges all of its occurrences, starts again. */
  private int[] textbook(byte[] word) {
    List<Integer> ids = new ArrayList<>();
    for (byte b : word) {
      ids.add(vocabulary.idOf(b));
    }
    ids.set(word.length - 1, vocabulary.idOfLast(word[word.length - 1]));
    while (true) {
      int best = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < ids.size(); i++) {
        best = Math.min(best, merged(ids, i));
      }
      if (best == Integer.MAX_VALUE) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
      }
      for (int i = 0; i + 1 < ids.size(); i++) {
        if (merged(ids, i) == best) {
          ids.set(i, best);
          ids.remove(i + 1);
        }
      }
    }
  }

  private int merged(List<Integer> ids, int i) {
    return vocabulary.merge(ids.get(i), ids.get(i + 1)).orElse(Integer.MAX_VALUE);
  }
}
