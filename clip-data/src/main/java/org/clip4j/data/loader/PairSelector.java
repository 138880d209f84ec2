package org.clip4j.data.loader;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.clip4j.data.filter.FilterException;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.image.PictureFile;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;

/**
 * Takes the pairs from the samples. What is not a pair, or is filtered, is counted; nothing is
 * decoded here but captions and what filters ask for.
 */
public final class PairSelector {

  private final PairFields fields;
  private final CaptionReader captions;
  private final PairFilters filters;
  private final BadSamples bad;
  private final AtomicLong passed = new AtomicLong();

  /**
   * Prepares to select all pairs.
   *
   * @param fields which parts are picture and caption
   * @param bad where samples that are no pair are counted
   */
  public PairSelector(PairFields fields, BadSamples bad) {
    this(fields, PairFilters.NONE, bad);
  }

  /**
   * Prepares to select.
   *
   * @param fields which parts are picture and caption
   * @param filters which pairs are wanted
   * @param bad where samples that are no pair, and those that are filtered, are counted
   */
  public PairSelector(PairFields fields, PairFilters filters, BadSamples bad) {
    this.fields = fields;
    this.captions = new CaptionReader(fields);
    this.filters = filters;
    this.bad = bad;
  }

  /**
   * Returns the sample's pair, or nothing (and a count) if it has none or a filter turns it away.
   *
   * @param sample the sample
   * @param place its place in its shard, from 0
   */
  public Optional<Pair> select(Sample sample, long place) {
    try {
      PictureFile picture = new PictureFile(fields.picture(sample), sample.key());
      SampleTexts texts = new SampleTexts(sample);
      List<String> found = captions.captions(sample, texts);
      if (!filters.isEmpty()) {
        PairFilters.Verdict verdict = judge(new FactReader(sample, picture, texts), found);
        if (verdict.rejectedBy().isPresent()) {
          bad.filtered(sample.shard(), verdict.rejectedBy().get());
          return Optional.empty();
        }
        found = verdict.captions();
      }
      passed.incrementAndGet();
      return Optional.of(
          new Pair(sample.shard(), place, sample.offset(), sample.key(), picture, found));
    } catch (UnusableSample e) {
      bad.sample(e.reason(), sample.shard(), sample.key(), sample.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns how many pairs there have been that no filter turned away; for any thread. */
  long passed() {
    return passed.get();
  }

  private PairFilters.Verdict judge(FactReader reader, List<String> found) throws UnusableSample {
    try {
      return filters.judge(reader.facts(found));
    } catch (FilterException e) {
      throw e.getCause() instanceof FactReader.UnreadableFact fact
          ? fact.why()
          : new UnusableSample(Reason.FILTER_FAILED, e.getMessage());
    }
  }
}
