package org.clip4j.data.loader;

import java.util.Optional;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.image.StagedTransform;

/**
 * Decodes and augments pictures, and keeps of them what was asked for. Safe for use by several
 * threads: each picture draws from a generator of its own, named by epoch and sample.
 */
final class PicturePreparer {

  private static final String STREAM = "picture augmentation";

  private final ImageTransform transform;
  private final Keep keep;
  private final PictureCache cache;
  private final long seed;
  private final ArrayPool<float[]> values;
  private final ArrayPool<byte[]> levels;

  /**
   * @param seed the run's
   * @throws IllegalArgumentException if the transform's values cannot be kept as asked for
   */
  PicturePreparer(ImageTransform transform, Keep keep, PictureCache cache, long seed) {
    keep.check(transform);
    int length = 3 * transform.size() * transform.size();
    this.transform = transform;
    this.keep = keep;
    this.cache = cache;
    this.seed = DeterministicRandom.of(seed, STREAM).state();
    this.values = new ArrayPool<>(() -> new float[length]);
    this.levels = new ArrayPool<>(() -> new byte[length]);
  }

  /** Where the arrays of pictures' values come from, and go back to. */
  ArrayPool<float[]> values() {
    return values;
  }

  /**
   * A picture's values, and what is kept of it.
   *
   * @param pixels {@code [3][S][S]} normalised values
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Picture(float[] pixels, Optional<KeptPicture> kept) {}

  Picture prepare(Item.Raw raw) throws ImageFormatException {
    int room = DecodingRoom.OF_THE_HEAP.enter(raw.pair().picture());
    try {
      return transformed(raw);
    } finally {
      DecodingRoom.OF_THE_HEAP.leave(room);
    }
  }

  private Picture transformed(Item.Raw raw) throws ImageFormatException {
    if (keep == Keep.DECODED) {
      RgbImage image = decode(raw.pair());
      DeterministicRandom random = random(raw);
      float[] pixels = values.take();
      StagedTransform stages = transform.staged().orElseThrow();
      byte[] square = levels.take();
      stages.square(image, random, square);
      KeptPicture kept = new KeptPicture.Decoded(stages, square, random.state(), levels);
      kept.write(pixels, 0);
      return new Picture(pixels, Optional.of(kept));
    }
    float[] pixels = values.take();
    try {
      apply(raw, pixels, 0);
    } catch (ImageFormatException e) {
      values.giveBack(pixels);
      throw e;
    }
    return new Picture(
        pixels,
        keep == Keep.ENCODED ? Optional.of(new KeptPicture.Encoded(this, raw)) : Optional.empty());
  }

  /**
   * Writes the values of a picture that was prepared before.
   *
   * @throws LoaderException if it cannot be decoded a second time
   */
  void writeAgain(Item.Raw raw, float[] out, int offset) {
    int room = DecodingRoom.OF_THE_HEAP.enter(raw.pair().picture());
    try {
      apply(raw, out, offset);
    } catch (ImageFormatException e) {
      throw new LoaderException(
          "sample '" + raw.pair().key() + "' was decoded once, but not again: " + e.problem(), e);
    } finally {
      DecodingRoom.OF_THE_HEAP.leave(room);
    }
  }

  /** Without a whole picture in between, if none is kept. */
  private void apply(Item.Raw raw, float[] out, int offset) throws ImageFormatException {
    if (cache.isOff()) {
      transform.apply(raw.pair().picture(), random(raw), out, offset);
    } else {
      transform.apply(decode(raw.pair()), random(raw), out, offset);
    }
  }

  private DeterministicRandom random(Item.Raw raw) {
    return DeterministicRandom.of(seed, raw.epoch(), raw.sample());
  }

  private RgbImage decode(Pair pair) throws ImageFormatException {
    Optional<RgbImage> cached = cache.get(pair);
    if (cached.isPresent()) {
      return cached.get();
    }
    RgbImage picture = pair.picture().decode();
    cache.put(pair, picture);
    return picture;
  }
}
