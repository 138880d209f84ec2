package org.clip4j.core.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.json.SyntaxProblem;

/**
 * Reads the JSON of a header, token by token: a header comes from outside and may be 100 MB, so no
 * tree of it is built, and duplicate names, which a tree would swallow, are refused.
 */
final class HeaderParser {

  static final String METADATA = "__metadata__";

  // Names are kept as they come: a table of names, shared by all parsers, would be filled by them.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Path file;
  private final byte[] bytes;
  private final long dataStart;
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private boolean metadataSeen;

  HeaderParser(Path file, byte[] bytes, long dataStart) {
    this.file = file;
    this.bytes = bytes;
    this.dataStart = dataStart;
  }

  Map<String, TensorInfo> tensors() {
    return tensors;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  void parse() throws IOException {
    if (bytes.length == 0 || bytes[0] != '{') {
      throw new SafetensorsException(file, "the header is not a JSON object");
    }
    try (JsonParser json = JSON.createParser(utf8())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        entry(json, json.currentName());
      }
      if (json.nextToken() != null) {
        throw new SafetensorsException(file, "something follows the header's JSON object");
      }
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(file, "the header is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          file,
          "the header is not sound JSON"
              + (e.getLocation() == null
                  ? ""
                  : " at its character " + e.getLocation().getCharOffset())
              + ": "
              + Text.oneLine(SyntaxProblem.describeWithoutPlace(e)),
          e);
    }
  }

  /** A decoder that refuses what is not UTF-8, where Jackson would guess another encoding. */
  private Reader utf8() {
    return new InputStreamReader(
        new ByteArrayInputStream(bytes),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private void entry(JsonParser json, String name) throws IOException {
    if (!Text.isUnicode(name)) {
      throw bad(name, "its name is not Unicode");
    }
    json.nextToken();
    if (name.equals(METADATA)) {
      if (metadataSeen) {
        throw new SafetensorsException(file, METADATA + " stands twice in the header");
      }
      metadataSeen = true;
      metadata(json);
    } else if (tensors.putIfAbsent(name, tensor(json, name)) != null) {
      throw SafetensorsException.tensor(file, name, "stands twice in the header");
    }
  }

  private void metadata(JsonParser json) throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      throw new SafetensorsException(
          file, METADATA + " is " + kind(json) + ", expected an object of strings");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw new SafetensorsException(
            file, METADATA + ": " + Text.quote(key) + " is " + kind(json) + ", expected a string");
      }
      if (metadata.putIfAbsent(key, json.getText()) != null) {
        throw new SafetensorsException(file, METADATA + ": " + Text.quote(key) + " stands twice");
      }
    }
  }

  private TensorInfo tensor(JsonParser json, String name) throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      throw bad(name, "is " + kind(json) + ", expected an object");
    }
    Optional<Dtype> dtype = Optional.empty();
    Optional<long[]> shape = Optional.empty();
    Optional<long[]> offsets = Optional.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> dtype = once(name, key, dtype, dtype(json, name));
        case "shape" -> shape = once(name, key, shape, longs(json, name, key, TensorInfo.MAX_RANK));
        case "data_offsets" -> offsets = once(name, key, offsets, longs(json, name, key, 2));
        default -> json.skipChildren(); // The reference ignores what it does not know.
      }
    }
    if (dtype.isEmpty() || shape.isEmpty() || offsets.isEmpty()) {
      String missing = dtype.isEmpty() ? "dtype" : shape.isEmpty() ? "shape" : "data_offsets";
      throw bad(name, missing + " is missing");
    }
    long[] range = offsets.get();
    if (range.length != 2 || range[0] > range[1]) {
      throw bad(
          name,
          "data_offsets are " + Arrays.toString(range) + ", expected [begin, end], begin <= end");
    }
    if (range[1] > Long.MAX_VALUE - dataStart) {
      throw bad(name, "data_offsets end at " + range[1] + ", which no file reaches");
    }
    try {
      return new TensorInfo(
          name, dtype.get(), shape.get(), dataStart + range[0], dataStart + range[1]);
    } catch (IllegalArgumentException e) {
      throw bad(name, e.getMessage());
    }
  }

  private <T> Optional<T> once(String name, String key, Optional<T> before, T value)
      throws SafetensorsException {
    if (before.isPresent()) {
      throw bad(name, key + " stands twice");
    }
    return Optional.of(value);
  }

  private Dtype dtype(JsonParser json, String name) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw bad(name, "dtype is " + kind(json) + ", expected a string");
    }
    Optional<Dtype> dtype = Dtype.named(json.getText());
    return dtype.orElseThrow(
        () -> bad(name, "dtype is not known, expected one of " + Arrays.toString(Dtype.values())));
  }

  private long[] longs(JsonParser json, String name, String key, int most) throws IOException {
    if (!json.isExpectedStartArrayToken()) {
      throw bad(name, key + " is " + kind(json) + ", expected an array");
    }
    long[] out = new long[most];
    int n = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw bad(name, key + " holds " + kind(json) + ", expected whole numbers");
      }
      if (json.getNumberType() == NumberType.BIG_INTEGER || json.getLongValue() < 0) {
        throw bad(name, key + " holds a number that is not between 0 and 2^63 - 1");
      }
      if (n == most) {
        throw bad(name, key + " holds more than " + most + " numbers");
      }
      out[n++] = json.getLongValue();
    }
    return Arrays.copyOf(out, n);
  }

  private SafetensorsException bad(String name, String problem) {
    return SafetensorsException.tensor(file, name, problem);
  }

  private static String kind(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "a number";
      case VALUE_NUMBER_FLOAT -> "a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> "null";
    };
  }
}
