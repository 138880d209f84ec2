package org.clip4j.data.tokenizer.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.clip4j.data.tokenizer.text.CodePointSet;
import org.clip4j.data.tokenizer.text.CodePoints;
import org.clip4j.data.tokenizer.text.Unicode;

/** All sequences in one pass, against a regular expression that tries them one by one. */
class SequenceSearchTest {
  private static final String LETTERS = "abcd";

  /** At least 90 places, so that some sequences lie across the borders of 64 bits. */
  @Provide
  Arbitrary<List<List<String>>> sequences() {
    Arbitrary<String> place =
        Arbitraries.strings().withChars(LETTERS).ofMinLength(1).ofMaxLength(2);
    return place.list().ofMinSize(3).ofMaxSize(6).list().ofMinSize(30).ofMaxSize(50);
  }

  /** A text that is likely to hold one of the sequences. */
  @Property(tries = 3000)
  void findsWhatARegularExpressionFinds(
      @ForAll("sequences") List<List<String>> sequences,
      @ForAll Random random,
      @ForAll boolean spoiled) {
    String text =
        sequences.get(random.nextInt(sequences.size())).stream()
            .map(place -> String.valueOf(place.charAt(random.nextInt(place.length()))))
            .collect(Collectors.joining());
    text = "x".repeat(random.nextInt(2)) + text + "x";
    if (spoiled) {
      int at = random.nextInt(text.length());
      text = text.substring(0, at) + LETTERS.charAt(random.nextInt(4)) + text.substring(at + 1);
    }
    int half = sequences.size() / 2;
    List<List<String>> anywhere = sequences.subList(0, half);
    List<List<String>> atStart = sequences.subList(half, sequences.size());
    SequenceSearch search = new SequenceSearch(sets(anywhere), sets(atStart), Unicode.WORD);
    String pattern =
        Stream.concat(
                anywhere.stream().map(SequenceSearchTest::expression),
                atStart.stream().map(sequence -> "^" + expression(sequence)))
            .collect(Collectors.joining("|"));
    assertEquals(
        Pattern.compile(pattern).matcher(text).find(), search.isFoundIn(CodePoints.of(text)));
  }

  private static List<List<CodePointSet>> sets(List<List<String>> sequences) {
    return sequences.stream()
        .map(sequence -> sequence.stream().map(CodePointSet::of).toList())
        .toList();
  }

  private static String expression(List<String> sequence) {
    return sequence.stream().map(place -> "[" + place + "]").collect(Collectors.joining());
  }
}
