package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardPatternTest {

  /** The right column is what bash 5.1 prints for {@code echo} of the left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.tar | a.tar",
        "a-{000..002}.tar | a-000.tar a-001.tar a-002.tar",
        "a-{8..11} | a-8 a-9 a-10 a-11",
        "a-{08..11} | a-08 a-09 a-10 a-11",
        "a-{8..011} | a-008 a-009 a-010 a-011",
        "{3..1} | 3 2 1",
        "{-1..1} | -1 0 1",
        "{-01..1} | -01 000 001",
        "{0..10..4} | 0 4 8",
        "{10..0..4} | 10 6 2",
        "{0..9..100} | 0",
        "{a,b}{1..2} | a1 a2 b1 b2",
        "x{a,b{1..2},}y | xay xb1y xb2y xy",
        "{a,{b,c}d} | a bd cd",
        "{a} | {a}",
        "{a{1..2}} | {a1} {a2}",
        "{} | {}",
        "{a..c..} | {a..c..}",
        "a,b | a,b",
        "\\{1..2\\} | {1..2}",
        "{a\\,b,c} | a,b c",
        "a\\\\b | a\\b",
        "{1..1} | 1",
      })
  void expandsAsBashDoes(String pattern, String expected) {
    assertEquals(List.of(expected.split(" ")), ShardPattern.expand(pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a-{0..1}.tar::b.tar | a-0.tar a-1.tar b.tar",
        "a::b::c | a b c",
        "http://[::1]:80/{a,b}.tar::c | http://[::1]:80/a.tar http://[::1]:80/b.tar c",
        "a]::b | a] b",
        "a:b | a:b",
      })
  void patternsAreJoinedByTwoColons(String pattern, String expected) {
    assertEquals(List.of(expected.split(" ")), ShardPattern.expand(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a::", "::a", "a::::b", "::"})
  void nothingBesideAJointIsRefused(String pattern) {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> ShardPattern.expand(pattern))
            .getMessage()
            .contains("::"));
  }

  @Test
  void otherBackslashesStay() {
    assertEquals(
        List.of("C:\\data\\a-0.tar", "C:\\data\\a-1.tar"),
        ShardPattern.expand("C:\\data\\a-{0..1}.tar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{1..2", "a}b", "{a,{b}", "{{{", "{1..2}}"})
  void unmatchedBracesAreRefused(String pattern) {
    String line =
        assertThrows(IllegalArgumentException.class, () -> ShardPattern.expand(pattern))
            .getMessage();
    assertTrue(line.contains("brace") && line.contains(pattern), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{1..10000001}",
        "{0..999999999999999999}",
        "{-999999999999999999..999999999999999999}{0..999999999999999999}{0..9999}",
        "{0..9999}{0..9999}",
        "{{0..9999999},{0..9999999}}",
        "{000000000000000001..9000000}{0000000000000000001,00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000}",
      })
  void tooManyNamesAreRefusedBeforeTheyAreMade(String pattern) {
    String line =
        assertThrows(IllegalArgumentException.class, () -> ShardPattern.expand(pattern))
            .getMessage();
    assertTrue(line.contains("10000000"), line);
  }

  @Test
  void hostileNestingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ShardPattern.expand("{".repeat(100_000)));
    assertThrows(
        IllegalArgumentException.class,
        () -> ShardPattern.expand("{a,".repeat(100_000) + "}".repeat(100_000)));
  }

  @Test
  void severalPatternsFollowEachOther() {
    assertEquals(List.of("b0", "b1", "a"), ShardPattern.expandAll(List.of("b{0..1}", "a")));
    assertThrows(
        IllegalArgumentException.class,
        () -> ShardPattern.expandAll(List.of("{1..6000000}", "{1..6000000}")));
  }

  /** The count that guards the expansion is the expansion's own. */
  @Property(tries = 300)
  void countsAreTrue(
      @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'b') String text,
      @ForAll @IntRange(min = -20, max = 120) int first,
      @ForAll @IntRange(min = -20, max = 120) int last,
      @ForAll @IntRange(min = 1, max = 30) int step) {
    String pattern =
        text + "{x,y{" + first + ".." + last + ".." + step + "}}{0" + Math.abs(first) + "..7}";
    PatternNode node = new PatternParser(pattern).parse();
    List<String> names = node.expand();
    assertEquals(names.size(), node.names());
    assertTrue(names.stream().mapToLong(String::length).sum() <= node.chars());
  }
}
