package org.clip4j.data.loader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.json.SyntaxProblem;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.SamplePlace;

/**
 * Takes the pairs from the samples. What is not a pair is counted; nothing is decoded here but the
 * caption.
 */
public final class PairSelector {

  /** Longer captions are no captions; they would only cost the tokenizer's time. */
  private static final int MAX_CAPTION_BYTES = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PairFields fields;
  private final BadSamples bad;

  /**
   * Prepares to select.
   *
   * @param fields which parts are picture and caption
   * @param bad where samples that are no pair are counted
   */
  public PairSelector(PairFields fields, BadSamples bad) {
    this.fields = fields;
    this.bad = bad;
  }

  /**
   * Returns the sample's pair, or nothing (and a counted reason) if it has none.
   *
   * @param sample the sample
   * @param place its place in its shard, from 0
   */
  public Optional<Pair> select(Sample sample, long place) {
    return select(sample, place, null);
  }

  /** The same for a sample whose whole place is known. */
  Optional<Pair> select(Sample sample, SamplePlace place) {
    return select(sample, place.sample(), place.offset());
  }

  private Optional<Pair> select(Sample sample, long place, Long offset) {
    try {
      byte[] picture = picture(sample);
      return Optional.of(new Pair(sample.shard(), place, sample.key(), picture, caption(sample)));
    } catch (Unusable e) {
      if (offset == null) {
        bad.sample(e.reason, sample.shard(), sample.key(), e.getMessage());
      } else {
        bad.sample(e.reason, sample.shard(), sample.key(), offset, e.getMessage());
      }
      return Optional.empty();
    }
  }

  private byte[] picture(Sample sample) throws Unusable {
    return sample.part(first(sample, fields.pictures(), Reason.PICTURE_MISSING)).orElseThrow();
  }

  private String caption(Sample sample) throws Unusable {
    String part = first(sample, fields.captions(), Reason.CAPTION_MISSING);
    byte[] bytes = sample.part(part).orElseThrow();
    if (bytes.length > MAX_CAPTION_BYTES) {
      throw new Unusable(
          Reason.CAPTION_UNUSABLE,
          "part '" + part + "' has " + bytes.length + " bytes, the limit is " + MAX_CAPTION_BYTES);
    }
    String text = decode(part, bytes);
    String caption =
        (part.equals("json") || part.endsWith(".json") ? fromJson(part, text) : text).strip();
    if (caption.isEmpty()) {
      throw new Unusable(Reason.CAPTION_MISSING, "part '" + part + "' is blank");
    }
    return caption;
  }

  private static String first(Sample sample, List<String> names, Reason reason) throws Unusable {
    Map<String, byte[]> parts = sample.parts();
    return names.stream()
        .filter(parts::containsKey)
        .findFirst()
        .orElseThrow(
            () ->
                new Unusable(
                    reason, "it has the parts " + parts.keySet() + ", expected one of " + names));
  }

  private static String decode(String part, byte[] bytes) throws Unusable {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Unusable(
          Reason.CAPTION_NOT_UTF8,
          "part '" + part + "', byte " + (in.position() + 1) + " of " + bytes.length);
    }
  }

  private String fromJson(String part, String text) throws Unusable {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Unusable(
          Reason.CAPTION_UNUSABLE, "part '" + part + "' is not JSON: " + SyntaxProblem.describe(e));
    }
    JsonNode caption = root.path(fields.jsonKey());
    if (!caption.isTextual()) {
      throw new Unusable(
          Reason.CAPTION_MISSING,
          "part '" + part + "' has no text under the key '" + fields.jsonKey() + "'");
    }
    return caption.textValue();
  }

  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    Unusable(Reason reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }
  }
}
