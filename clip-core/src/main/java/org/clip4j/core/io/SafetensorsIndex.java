package org.clip4j.core.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clip4j.core.json.SyntaxProblem;

/**
 * The index of a model that is divided over several files: {@code weight_map}, from a tensor's name
 * to the name of its file, as {@code save_pretrained} of Hugging Face's transformers writes it.
 */
final class SafetensorsIndex {

  /** As long as the longest header that lists the tensors of one file. */
  private static final long MAX_BYTES = SafetensorsHeader.MAX_BYTES;

  private static final String WEIGHT_MAP = "weight_map";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private SafetensorsIndex() {}

  /**
   * Reads an index: names of files by names of tensors.
   *
   * @throws SafetensorsException if it is no index, or a file's name would leave the folder
   */
  static Map<String, String> read(Path index) throws IOException {
    if (!Files.isRegularFile(index)) {
      throw new SafetensorsException(index, "not a file");
    }
    if (Files.size(index) > MAX_BYTES) {
      throw new SafetensorsException(
          index, "has " + Files.size(index) + " bytes, expected at most " + MAX_BYTES);
    }
    try (JsonParser json = JSON.createParser(Files.readAllBytes(index))) {
      Map<String, String> places = null;
      expect(index, json, json.nextToken(), JsonToken.START_OBJECT, "a JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (key.equals(WEIGHT_MAP)) {
          expect(index, json, value, JsonToken.START_OBJECT, "an object in " + WEIGHT_MAP);
          places = weightMap(index, json);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new SafetensorsException(index, "something follows the JSON object");
      }
      if (places == null) {
        throw new SafetensorsException(
            index, "has no " + WEIGHT_MAP + ", which says where each tensor is");
      }
      return places;
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          index, "not valid JSON: " + Text.oneLine(SyntaxProblem.describe(e)), e);
    }
  }

  private static Map<String, String> weightMap(Path index, JsonParser json) throws IOException {
    Map<String, String> places = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String tensor = json.currentName();
      expect(
          index,
          json,
          json.nextToken(),
          JsonToken.VALUE_STRING,
          "a file's name for the tensor " + Text.quote(tensor));
      String file = json.getText();
      if (!isPlainName(file)) {
        throw SafetensorsException.tensor(
            index,
            tensor,
            "is said to be in "
                + Text.quote(file)
                + ", expected the plain name of a .safetensors file in the same folder");
      }
      places.put(tensor, file);
    }
    return places;
  }

  private static void expect(
      Path index, JsonParser json, JsonToken found, JsonToken wanted, String what)
      throws SafetensorsException {
    if (found != wanted) {
      throw new SafetensorsException(
          index, "expected " + what + " in line " + json.currentLocation().getLineNr());
    }
  }

  /** Nothing that could name a file elsewhere, on any system. */
  private static boolean isPlainName(String file) {
    return file.endsWith(".safetensors")
        && !file.startsWith(".")
        && file.length() <= 255
        && file.codePoints().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
  }
}
