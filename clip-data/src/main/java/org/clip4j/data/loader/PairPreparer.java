package org.clip4j.data.loader;

import java.util.Optional;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;

/**
 * Decodes, augments and tokenizes one pair. Safe for use by several threads: each pair draws from
 * generators of its own.
 */
final class PairPreparer {

  // Apart from the pictures' own, so that another way to vary captions does not change a picture.
  private static final String CAPTION_STREAM = "caption augmentation";

  private final PairTransform transform;
  private final PicturePreparer pictures;
  private final BadSamples bad;
  private final long captionSeed;

  /**
   * @throws IllegalArgumentException if the transform's values cannot be kept as asked for
   */
  PairPreparer(PairTransform transform, long seed, Keep keep, PictureCache cache, BadSamples bad) {
    this.transform = transform;
    this.pictures = new PicturePreparer(transform.image(), keep, cache, seed);
    this.bad = bad;
    this.captionSeed = DeterministicRandom.of(seed, CAPTION_STREAM).state();
  }

  Prepared prepare(Item item) {
    if (item instanceof Item.EpochEnd end) {
      return new Prepared.EpochEnd(end);
    }
    return prepare((Item.Raw) item);
  }

  Prepared.Done prepare(Item.Raw raw) {
    return new Prepared.Done(raw, values(raw));
  }

  /** Where the arrays of values come from, and go back to. */
  ArrayPool<float[]> buffers() {
    return pictures.values();
  }

  /** Takes back the memory of values that are not needed. */
  void release(Prepared.Values values) {
    buffers().giveBack(values.pixels());
    values.kept().ifPresent(KeptPicture::release);
  }

  private Optional<Prepared.Values> values(Item.Raw raw) {
    try {
      int[] tokens = tokens(raw);
      PicturePreparer.Picture picture = pictures.prepare(raw);
      return Optional.of(new Prepared.Values(picture.pixels(), tokens, picture.kept()));
    } catch (UnusableCaption e) {
      skip(raw, Reason.CAPTION_UNUSABLE, e.getMessage());
    } catch (ImageFormatException e) {
      skip(raw, Reason.PICTURE_UNREADABLE, e.problem());
    }
    return Optional.empty();
  }

  private void skip(Item.Raw raw, Reason reason, String detail) {
    Pair pair = raw.pair();
    bad.sample(reason, pair.shard(), pair.key(), pair.offset(), detail);
  }

  private int[] tokens(Item.Raw raw) throws UnusableCaption {
    try {
      DeterministicRandom random = DeterministicRandom.of(captionSeed, raw.epoch(), raw.sample());
      return transform
          .tokenizer()
          .tokenize(transform.augment().apply(raw.pair().caption(), random));
    } catch (IllegalArgumentException e) {
      throw new UnusableCaption(e);
    }
  }

  private static final class UnusableCaption extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableCaption(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
