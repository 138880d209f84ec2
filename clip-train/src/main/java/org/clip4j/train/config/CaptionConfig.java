package org.clip4j.train.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.loader.PairFields;

/**
 * {@code data.caption}: where a sample's captions are. Of several one is drawn each epoch.
 *
 * @param parts names of the parts that are captions, the first that a sample has; {@code [txt,
 *     json]} by default. Those that are JSON end so
 * @param jsonKeys keys of the captions in JSON, dots leading into objects within; {@code [caption]}
 *     by default. A text under any of them is a caption, and so is each text of a list
 * @param everyPart whether all of the parts that a sample has give captions; no by default
 * @param lines whether each line of a text is a caption of its own; no by default
 */
public record CaptionConfig(
    List<String> parts, List<String> jsonKeys, Boolean everyPart, Boolean lines) {

  /** Fills in the defaults and checks the names. */
  public CaptionConfig {
    parts = List.copyOf(Required.or(parts, PairFields.DEFAULT.captions()));
    jsonKeys = List.copyOf(Required.or(jsonKeys, PairFields.DEFAULT.jsonKeys()));
    everyPart = Required.or(everyPart, false);
    lines = Required.or(lines, false);
    fields(parts, jsonKeys, everyPart, lines);
  }

  /** Every value as it is where a configuration says nothing. */
  public static CaptionConfig defaults() {
    return new CaptionConfig(null, null, null, null);
  }

  /**
   * What a configuration says of captions; nothing else in it is looked at, so that it may name
   * filters and losses that are not there.
   *
   * @param file YAML or JSON, of a run
   * @throws org.clip4j.core.json.ConfigException naming file and key, if a key is unknown or has an
   *     impossible value
   */
  public static CaptionConfig in(Path file) throws IOException {
    JsonNode there = ConfigFiles.read(file).path("data").path("caption");
    return there.isMissingNode() || there.isNull()
        ? defaults()
        : StrictReader.read(there, CaptionConfig.class, file.toString(), "data.caption");
  }

  /** Where pictures and captions are. */
  public PairFields toFields() {
    return fields(parts, jsonKeys, everyPart, lines);
  }

  private static PairFields fields(
      List<String> parts, List<String> jsonKeys, boolean everyPart, boolean lines) {
    return new PairFields(PairFields.DEFAULT.pictures(), parts, jsonKeys, everyPart, lines);
  }
}
