package org.clip4j.data.loader;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clip4j.core.json.JsonKey;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;

/**
 * Finds a sample's captions where {@link PairFields} says. What is blank is passed over, and so is
 * what is no text in JSON; of equal captions one stays, so that it is not drawn more often.
 */
final class CaptionReader {

  private final PairFields fields;
  private final List<JsonKey> keys;

  CaptionReader(PairFields fields) {
    this.fields = fields;
    this.keys = fields.jsonKeys().stream().map(JsonKey::new).toList();
  }

  /**
   * Returns the captions in their order, one at least.
   *
   * @throws UnusableSample if there is none, or a part that is to have one cannot be read
   */
  List<String> captions(Sample sample, SampleTexts texts) throws UnusableSample {
    List<String> there =
        fields.captions().stream().filter(sample.parts()::containsKey).limit(parts()).toList();
    if (there.isEmpty()) {
      throw PairFields.missing(Reason.CAPTION_MISSING, sample, fields.captions());
    }
    Set<String> captions = new LinkedHashSet<>();
    for (String part : there) {
      for (String text :
          SampleTexts.isJson(part) ? fromJson(texts.json(part)) : ofPart(part, texts)) {
        String caption = text.strip();
        if (!isBlank(caption)) {
          captions.add(caption);
        }
      }
    }
    if (captions.isEmpty()) {
      throw new UnusableSample(Reason.CAPTION_MISSING, nothingIn(there.get(0)));
    }
    return List.copyOf(captions);
  }

  /** Whether nothing of it can be read: white space of any kind and control characters. */
  private static boolean isBlank(String caption) {
    return caption
        .codePoints()
        .allMatch(
            c ->
                Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT);
  }

  private int parts() {
    return fields.everyPart() ? Integer.MAX_VALUE : 1;
  }

  private String nothingIn(String part) {
    return SampleTexts.isJson(part)
        ? "part '" + part + "' has no text under " + String.join(", ", quotedKeys())
        : "part '" + part + "' is blank";
  }

  private List<String> quotedKeys() {
    return keys.stream().map(key -> "'" + key.name() + "'").toList();
  }

  private List<String> ofPart(String part, SampleTexts texts) throws UnusableSample {
    String text = texts.text(part);
    return fields.lines() ? text.lines().toList() : List.of(text);
  }

  private List<String> fromJson(JsonNode root) {
    List<String> found = new ArrayList<>();
    for (JsonKey key : keys) {
      JsonNode there = key.in(root);
      // A list's elements, or the one thing that stands there.
      for (JsonNode one : there.isArray() ? there : List.of(there)) {
        if (one.isTextual()) {
          found.add(one.textValue());
        }
      }
    }
    return found;
  }
}
