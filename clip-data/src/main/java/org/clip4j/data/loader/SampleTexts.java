package org.clip4j.data.loader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.clip4j.core.json.SyntaxProblem;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;

/** The parts of a sample that are text, and those that are JSON, each parsed once. */
final class SampleTexts {

  /** Longer texts are no captions; they would only cost time. */
  private static final int MAX_BYTES = 1 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Sample sample;
  private final Map<String, JsonNode> parsed = new HashMap<>();

  SampleTexts(Sample sample) {
    this.sample = sample;
  }

  /** Whether a part of this name is JSON. */
  static boolean isJson(String part) {
    return part.equals("json") || part.endsWith(".json");
  }

  /**
   * A part as text, without a byte-order mark.
   *
   * @throws UnusableSample if it is too long or not UTF-8
   */
  String text(String part) throws UnusableSample {
    byte[] bytes = sample.part(part).orElseThrow();
    if (bytes.length > MAX_BYTES) {
      throw new UnusableSample(
          Reason.CAPTION_UNUSABLE,
          "part '" + part + "' has " + bytes.length + " bytes, the limit is " + MAX_BYTES);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnusableSample(
          Reason.CAPTION_NOT_UTF8,
          "part '" + part + "', byte " + (in.position() + 1) + " of " + bytes.length);
    }
  }

  /**
   * A part as JSON.
   *
   * @throws UnusableSample as {@link #text}, and if it does not parse
   */
  JsonNode json(String part) throws UnusableSample {
    JsonNode known = parsed.get(part);
    if (known == null) {
      try {
        known = JSON.readTree(text(part));
      } catch (JsonProcessingException e) {
        throw new UnusableSample(
            Reason.CAPTION_UNUSABLE,
            "part '" + part + "' is not JSON: " + SyntaxProblem.describe(e));
      }
      parsed.put(part, known);
    }
    return known;
  }
}
