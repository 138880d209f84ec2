package org.clip4j.data.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.clip4j.data.image.PictureSize;
import org.junit.jupiter.api.Test;

class PairFiltersTest {

  private static final PairFacts PAIR =
      PairFacts.of("k", List.of("a cat", "a", "a black cat"), new PictureSize(30, 20), "{}");

  private static PairFilter filter(String name, Predicate<PairFacts> keeps) {
    return new PairFilter() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean keeps(PairFacts pair) {
        return keeps.test(pair);
      }
    };
  }

  @Test
  void captionsThatDoNotPassAreLeftOut() {
    List<List<String>> seen = new ArrayList<>();
    PairFilters filters =
        new PairFilters(
            List.of(
                filter("sees", pair -> seen.add(pair.captions())),
                new CaptionWordsFilter(2, null),
                new CaptionLengthFilter(null, 8)));
    PairFilters.Verdict verdict = filters.judge(PAIR);
    assertEquals(Optional.empty(), verdict.rejectedBy());
    assertEquals(List.of("a cat"), verdict.captions());
    assertEquals(List.of(List.of("a cat")), seen, "others see what is left, wherever they stand");
  }

  @Test
  void aPairWithoutACaptionLeftIsTurnedAway() {
    PairFilters filters =
        new PairFilters(List.of(new CaptionWordsFilter(null, 2), new CaptionLengthFilter(6, null)));
    assertEquals(Optional.of("caption characters at least 6"), filters.judge(PAIR).rejectedBy());
  }

  @Test
  void theFirstThatTurnsAwayIsTheOneThatCounts() {
    PairFilter never = filter("never asked", pair -> fail());
    PairFilters filters =
        new PairFilters(List.of(new SideFilter(21, null), new AspectFilter(1), never));
    assertEquals(Optional.of("side at least 21"), filters.judge(PAIR).rejectedBy());
    assertEquals(PAIR.captions(), PairFilters.NONE.judge(PAIR).captions());
  }

  private static boolean fail() {
    throw new AssertionError("asked");
  }

  @Test
  void aFilterThatFailsIsNamed() {
    RuntimeException thrown = new IllegalStateException("own fault");
    PairFilters filters =
        new PairFilters(
            List.of(
                filter(
                    "mine",
                    pair -> {
                      throw thrown;
                    })));
    FilterException e = assertThrows(FilterException.class, () -> filters.judge(PAIR));
    assertEquals(thrown, e.getCause());
    assertTrue(e.getMessage().startsWith("filter 'mine' failed: "), e.getMessage());
  }
}
