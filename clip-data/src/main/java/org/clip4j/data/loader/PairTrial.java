package org.clip4j.data.loader;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.SamplePlace;

/**
 * Tries samples one by one, by the very code with which a loader takes and prepares them, and gives
 * what a loader would have worked on: what is refused here is what a loader skips. Pictures are
 * decoded, not augmented; captions are as they stand in the shard. Not safe for use by several
 * threads.
 */
public final class PairTrial {

  private final PairSelector selector;
  private final PairPreparer preparer;
  private final Look look = new Look();

  /**
   * Prepares to try.
   *
   * @param fields which parts are picture and caption
   * @param filters which pairs are wanted
   * @param tokenizer from a caption to token ids
   * @param bad where samples that cannot be used, and those that are filtered, are counted
   */
  public PairTrial(
      PairFields fields, PairFilters filters, CaptionTokenizer tokenizer, BadSamples bad) {
    this.selector = new PairSelector(fields, filters, bad);
    this.preparer =
        new PairPreparer(
            new PairTransform(look, tokenizer), 0, Keep.NOTHING, new PictureCache(0), bad);
  }

  /**
   * A pair that can be learned from.
   *
   * @param pair as the shard has it
   * @param picture its picture, decoded
   * @param tokens the first caption's token ids, as the tokenizer gave them
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Tried(Pair pair, RgbImage picture, int[] tokens) {}

  /**
   * Tries a sample.
   *
   * @param place where it lies
   * @return what it is, or nothing (and a count) if it cannot be used or a filter turns it away
   */
  public Optional<Tried> attempt(Sample sample, SamplePlace place) {
    Optional<Pair> pair = selector.select(sample, place.sample());
    if (pair.isEmpty()) {
      return Optional.empty();
    }
    Item.Raw raw = new Item.Raw(0, place.sample(), pair.get(), place, Optional.empty());
    Optional<Prepared.Values> values = preparer.prepare(raw).ready();
    values.ifPresent(preparer::release);
    return values.map(v -> new Tried(pair.get(), look.take(), v.tokens()));
  }

  /** In the place of an augmentation: keeps hold of the picture and makes nothing of it. */
  private static final class Look implements ImageTransform {
    private RgbImage last;

    @Override
    public int size() {
      return 1;
    }

    @Override
    public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
      last = image;
    }

    RgbImage take() {
      RgbImage taken = last;
      last = null;
      return taken;
    }
  }
}
