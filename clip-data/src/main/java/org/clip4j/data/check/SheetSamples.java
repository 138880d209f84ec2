package org.clip4j.data.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clip4j.data.check.SheetSample.Thumbnail;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.Resize;
import org.clip4j.data.image.ResizeFilter;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.loader.PairFields;
import org.clip4j.data.loader.PairTrial;
import org.clip4j.data.loader.PairTrial.Tried;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.SamplePlace;

/** Tries samples and makes of them what is shown. For one thread. */
final class SheetSamples {

  private static final int PARTS_NAMED = 8;
  private static final int CAPTION_CHARS = 600;

  private final PairFields fields;
  private final int limit;
  private final BadSamples bad = new BadSamples(this::skipped);
  private final PairTrial trial;
  private final List<SheetSample> taken = new ArrayList<>();
  private Sample current;

  SheetSamples(SheetOptions options) {
    this.fields = options.fields();
    this.limit = options.limit();
    ClipTokenizer clip = ClipTokenizer.openAi();
    this.trial =
        new PairTrial(
            fields,
            PairFilters.NONE,
            caption -> clip.tokenize(caption, CheckOptions.DEFAULT_CONTEXT),
            bad);
  }

  /** Where bad samples are counted; the first ones are shown. */
  BadSamples bad() {
    return bad;
  }

  /** What is shown so far, no more than the limit. */
  List<SheetSample> taken() {
    return taken;
  }

  /** Tries a sample; a bad one is shown in any case. */
  void attempt(Sample sample, SamplePlace place, boolean showGood) {
    current = sample;
    Optional<Tried> tried = trial.attempt(sample, place);
    current = null;
    if (showGood && tried.isPresent() && taken.size() < limit) {
      taken.add(
          new SheetSample(
              sample.shard(),
              sample.key(),
              Optional.of(sample.offset()),
              parts(sample),
              Optional.of(cut(String.join("\n", tried.get().pair().captions()))),
              Optional.of(thumbnail(tried.get().picture())),
              Optional.empty()));
    }
  }

  private void skipped(BadSample problem) {
    if (taken.size() >= limit) {
      return;
    }
    Optional<Sample> sample = Optional.ofNullable(current);
    taken.add(
        new SheetSample(
            problem.shard(),
            problem.key() == null ? "" : problem.key(),
            Optional.ofNullable(problem.offset()),
            sample.map(SheetSamples::parts).orElse(""),
            sample.flatMap(this::anyCaption),
            sample.flatMap(this::anyPicture),
            Optional.of(problem)));
  }

  private static String parts(Sample sample) {
    Map<String, byte[]> parts = sample.parts();
    String named =
        parts.entrySet().stream()
            .limit(PARTS_NAMED)
            .map(
                part ->
                    String.format(Locale.ROOT, "%s %,d B", part.getKey(), part.getValue().length))
            .collect(Collectors.joining(", "));
    return cut(parts.size() > PARTS_NAMED ? named + ", ..." : named);
  }

  /** What a bad sample may still have to be seen. */
  private Optional<String> anyCaption(Sample sample) {
    return fields.captions().stream()
        .flatMap(name -> sample.part(name).stream())
        .findFirst()
        .map(bytes -> cut(new String(bytes, 0, Math.min(bytes.length, 4 * CAPTION_CHARS), UTF_8)));
  }

  private Optional<Thumbnail> anyPicture(Sample sample) {
    Optional<byte[]> file =
        fields.pictures().stream().flatMap(name -> sample.part(name).stream()).findFirst();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(thumbnail(ImageDecoder.decode(file.get(), sample.key())));
    } catch (ImageFormatException e) {
      return Optional.empty();
    }
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= CAPTION_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, CAPTION_CHARS)) + "...";
  }

  private static Thumbnail thumbnail(RgbImage picture) {
    int width = picture.width();
    int height = picture.height();
    int longer = Math.max(width, height);
    if (longer <= Thumbnail.MOST_SIDE) {
      return new Thumbnail(picture, width, height);
    }
    double scale = (double) Thumbnail.MOST_SIDE / longer;
    RgbImage small =
        Resize.resize(
            picture,
            (int) Math.max(1, Math.round(scale * width)),
            (int) Math.max(1, Math.round(scale * height)),
            ResizeFilter.BICUBIC);
    return new Thumbnail(small, width, height);
  }
}
