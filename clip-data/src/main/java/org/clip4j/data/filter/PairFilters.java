package org.clip4j.data.filter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The filters of a data set, all of which a pair is to pass.
 *
 * @param all the filters, those of captions first
 */
public record PairFilters(List<PairFilter> all) {

  /** Everything passes. */
  public static final PairFilters NONE = new PairFilters(List.of());

  /** Puts the filters of captions first; the order is kept otherwise. */
  public PairFilters {
    List<PairFilter> given = all;
    all =
        Stream.of(true, false)
            .flatMap(ofCaptions -> given.stream().filter(f -> isOfCaptions(f) == ofCaptions))
            .toList();
  }

  private static boolean isOfCaptions(PairFilter filter) {
    return filter instanceof CaptionFilter;
  }

  /**
   * What became of a pair.
   *
   * @param rejectedBy the name of the filter that turned it away; empty if it passed
   * @param captions of a pair that passed, the captions that did
   */
  public record Verdict(Optional<String> rejectedBy, List<String> captions) {
    private static Verdict rejected(PairFilter by) {
      return new Verdict(Optional.of(by.name()), List.of());
    }
  }

  /** Whether everything passes. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * Asks the filters, up to the first that turns the pair away.
   *
   * @throws FilterException if one throws an exception
   */
  public Verdict judge(PairFacts pair) {
    PairFacts left = pair;
    for (PairFilter filter : all) {
      try {
        if (filter instanceof CaptionFilter ofCaptions) {
          left = left.withCaptions(passing(left.captions(), ofCaptions));
          if (left.captions().isEmpty()) {
            return Verdict.rejected(filter);
          }
        } else if (!filter.keeps(left)) {
          return Verdict.rejected(filter);
        }
      } catch (RuntimeException e) {
        throw new FilterException(filter.name(), e);
      }
    }
    return new Verdict(Optional.empty(), left.captions());
  }

  private static List<String> passing(List<String> captions, CaptionFilter filter) {
    return captions.stream().filter(filter::keepsCaption).toList();
  }
}
