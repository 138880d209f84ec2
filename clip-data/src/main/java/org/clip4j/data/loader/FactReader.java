package org.clip4j.data.loader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import org.clip4j.data.filter.PairFacts;
import org.clip4j.data.image.ImageFormatException;
import org.clip4j.data.image.PictureFile;
import org.clip4j.data.image.PictureSize;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;

/** Reads of a sample what filters ask for, once and no sooner. */
final class FactReader {

  private final Sample sample;
  private final PictureFile picture;
  private final SampleTexts texts;

  FactReader(Sample sample, PictureFile picture, SampleTexts texts) {
    this.sample = sample;
    this.picture = picture;
    this.texts = texts;
  }

  PairFacts facts(List<String> captions) {
    return new PairFacts(sample.shard(), sample.key(), captions, this::size, this::json);
  }

  private PictureSize size() {
    try {
      return picture.size();
    } catch (ImageFormatException e) {
      // As where it is decoded, so that it is the same bad sample with filters and without.
      throw new UnreadableFact(new UnusableSample(Reason.PICTURE_UNREADABLE, e.problem()));
    }
  }

  private JsonNode json() {
    Optional<String> part = jsonPart();
    try {
      return part.isPresent() ? texts.json(part.get()) : MissingNode.getInstance();
    } catch (UnusableSample e) {
      throw new UnreadableFact(new UnusableSample(Reason.FILTER_FAILED, e.getMessage()));
    }
  }

  private Optional<String> jsonPart() {
    return sample.part("json").isPresent()
        ? Optional.of("json")
        : sample.parts().keySet().stream().filter(SampleTexts::isJson).findFirst();
  }

  /** Goes through a filter to the one who asks it. */
  static final class UnreadableFact extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UnusableSample why;

    UnreadableFact(UnusableSample why) {
      super(why);
      this.why = why;
    }

    UnusableSample why() {
      return why;
    }
  }
}
