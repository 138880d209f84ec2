package org.clip4j.data.loader;

import java.util.Optional;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;

/**
 * Decodes, augments and tokenizes one pair. Safe for use by several threads: each pair draws from
 * generators of its own.
 */
final class PairPreparer {

  private static final String PICTURE_STREAM = "picture augmentation";
  private static final String CAPTION_STREAM = "caption augmentation";

  private final PairTransform transform;
  private final PictureCache cache;
  private final BadSamples bad;
  private final SampleBuffers buffers;
  private final long pictureSeed;
  private final long captionSeed;

  PairPreparer(PairTransform transform, long seed, PictureCache cache, BadSamples bad) {
    this.transform = transform;
    this.cache = cache;
    this.bad = bad;
    this.buffers = new SampleBuffers(transform.image().size());
    // Apart, so that another way to vary captions does not change a picture.
    this.pictureSeed = DeterministicRandom.of(seed, PICTURE_STREAM).state();
    this.captionSeed = DeterministicRandom.of(seed, CAPTION_STREAM).state();
  }

  Prepared prepare(Item item) {
    if (item instanceof Item.EpochEnd end) {
      return new Prepared.EpochEnd(end);
    }
    Item.Raw raw = (Item.Raw) item;
    return new Prepared.Done(raw, values(raw));
  }

  /** Where the arrays of values come from, and go back to. */
  SampleBuffers buffers() {
    return buffers;
  }

  private Optional<Prepared.Values> values(Item.Raw raw) {
    Pair pair = raw.pair();
    try {
      int[] tokens = tokens(raw);
      RgbImage picture = picture(pair);
      float[] pixels = buffers.take();
      transform
          .image()
          .apply(
              picture, DeterministicRandom.of(pictureSeed, raw.epoch(), raw.sample()), pixels, 0);
      return Optional.of(new Prepared.Values(pixels, tokens));
    } catch (UnusableCaption e) {
      bad.sample(Reason.CAPTION_UNUSABLE, pair.shard(), pair.key(), e.getMessage());
    } catch (ImageFormatException e) {
      bad.sample(Reason.PICTURE_UNREADABLE, pair.shard(), pair.key(), e.problem());
    }
    return Optional.empty();
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

  private RgbImage picture(Pair pair) throws ImageFormatException {
    Optional<RgbImage> cached = cache.get(pair);
    if (cached.isPresent()) {
      return cached.get();
    }
    RgbImage picture = ImageDecoder.decode(pair.picture(), pair.key());
    cache.put(pair, picture);
    return picture;
  }

  private static final class UnusableCaption extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableCaption(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
