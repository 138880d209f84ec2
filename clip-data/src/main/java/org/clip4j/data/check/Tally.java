package org.clip4j.data.check;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.clip4j.data.image.PictureFormat;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSamples.Reason;

/** The counts of a shard, or of all of them, while they grow. For one thread at a time. */
final class Tally {

  private final RepeatCounter keys;
  private final RepeatCounter captions;
  private final Map<String, Long> bad = new TreeMap<>();
  private final Map<String, Long> filtered = new TreeMap<>();
  private final Map<String, Long> formats = new TreeMap<>();
  private final Distribution pictureBytes = new Distribution();
  private final Distribution shorterSide = new Distribution();
  private final Distribution longerSide = new Distribution();
  private final Distribution pixels = new Distribution();
  private final Distribution captionChars = new Distribution();
  private final Distribution captionTokens = new Distribution();
  private long samples;
  private long pairs;
  private long bytes;
  private long captionsCut;

  /**
   * @param remembered how many different keys, and captions, are counted exactly
   */
  Tally(int remembered) {
    this.keys = new RepeatCounter(remembered);
    this.captions = new RepeatCounter(remembered);
  }

  RepeatCounter keys() {
    return keys;
  }

  RepeatCounter captions() {
    return captions;
  }

  /** Counts what is skipped; a sample that is too large has not been given by its shard. */
  void countBad(Reason reason) {
    bad.merge(reason.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    samples += reason == Reason.SAMPLE_TOO_LARGE ? 1 : 0;
  }

  void countFiltered(String filter) {
    filtered.merge(filter, 1L, Long::sum);
  }

  void countSample() {
    samples++;
  }

  void countBytes(long count) {
    bytes += count;
  }

  /** Counts a good pair, but for its captions. */
  void countPair(byte[] file, RgbImage picture) {
    pairs++;
    PictureFormat.of(file)
        .ifPresent(f -> formats.merge(f.name().toLowerCase(Locale.ROOT), 1L, Long::sum));
    pictureBytes.add(file.length);
    shorterSide.add(Math.min(picture.width(), picture.height()));
    longerSide.add(Math.max(picture.width(), picture.height()));
    pixels.add((long) picture.width() * picture.height());
  }

  /** Counts a caption of a good pair. */
  void countCaption(String caption, int tokens, int contextLength) {
    captionChars.add(caption.codePointCount(0, caption.length()));
    captionTokens.add(tokens);
    captionsCut += tokens > contextLength ? 1 : 0;
  }

  /** Adds another one's counts, but for what comes again. */
  void add(Tally other) {
    samples += other.samples;
    pairs += other.pairs;
    bytes += other.bytes;
    captionsCut += other.captionsCut;
    other.bad.forEach((reason, count) -> bad.merge(reason, count, Long::sum));
    other.filtered.forEach((filter, count) -> filtered.merge(filter, count, Long::sum));
    other.formats.forEach((format, count) -> formats.merge(format, count, Long::sum));
    pictureBytes.add(other.pictureBytes);
    shorterSide.add(other.shorterSide);
    longerSide.add(other.longerSide);
    pixels.add(other.pixels);
    captionChars.add(other.captionChars);
    captionTokens.add(other.captionTokens);
  }

  CheckCounts counts() {
    return new CheckCounts(
        samples,
        pairs,
        Collections.unmodifiableMap(new TreeMap<>(bad)),
        Collections.unmodifiableMap(new TreeMap<>(filtered)),
        bytes,
        Collections.unmodifiableMap(new TreeMap<>(formats)),
        pictureBytes.spread(),
        shorterSide.spread(),
        longerSide.spread(),
        pixels.spread(),
        captionChars.spread(),
        captionTokens.spread(),
        captionsCut,
        keys.result(),
        captions.result());
  }
}
