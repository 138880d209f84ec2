package org.clip4j.core.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Reads records from trees of JSON or YAML. Keys are in snake_case; a component that is absent, or
 * null, is null and left to the record's own defaults. Within lists and maps nothing may be null.
 */
public final class StrictReader {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  /** Characters of a wrong value that a message repeats. */
  private static final int MOST_QUOTED = 40;

  private StrictReader() {}

  /**
   * Parses a text of JSON.
   *
   * @param source the file, for messages
   * @throws ConfigException if the text is no JSON object
   */
  public static ObjectNode parse(String json, String source) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new ConfigException(source + ": expected a JSON object {...}");
    } catch (JsonProcessingException e) {
      throw new ConfigException(source + ": not valid JSON: " + SyntaxProblem.describe(e), e);
    }
  }

  /**
   * Maps a tree to a record.
   *
   * @param source the file, for messages
   * @param path the tree's own key in the file, "" for the root
   * @throws ConfigException naming the key if one is unknown or of the wrong kind, or refused by
   *     the record
   */
  public static <T> T read(JsonNode node, Class<T> type, String source, String path) {
    return read(node, type, key -> source, path);
  }

  /**
   * Maps a tree to a record whose keys come from several places.
   *
   * @param source where a key comes from, for messages; "" is the whole tree's
   * @param path the tree's own key, "" for the root
   * @throws ConfigException as {@link #read(JsonNode, Class, String, String)}
   */
  public static <T> T read(
      JsonNode node, Class<T> type, UnaryOperator<String> source, String path) {
    if (node.isNull()) {
      throw new ConfigException(
          source.apply(path) + ": " + (path.isEmpty() ? "it" : path) + " is null, expected keys");
    }
    try {
      return MAPPER.treeToValue(node, type);
    } catch (UnrecognizedPropertyException e) {
      String key = key(path, e);
      String group = key.substring(0, key.length() - e.getPropertyName().length());
      List<String> known = e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
      throw new ConfigException(
          source.apply(key)
              + ": unknown key '"
              + key
              + "'"
              + suggestion(group, e.getPropertyName(), known),
          e);
    } catch (JsonMappingException e) {
      String key = key(path, e);
      String reason = firstLine(reason(e, at(node, e)));
      // A record may name its keys in full itself.
      boolean named = key.isEmpty() || reason.startsWith(key + ".");
      throw new ConfigException(source.apply(key) + ": " + (named ? "" : key + ": ") + reason, e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(source.apply(path) + ": " + SyntaxProblem.describe(e), e);
    }
  }

  private static String reason(JsonMappingException e, JsonNode found) {
    if (e.getCause() instanceof IllegalArgumentException refused) {
      return refused.getMessage();
    }
    if (e.getCause() instanceof InputCoercionException tooLarge) {
      return "expected " + range(tooLarge.getTargetType()) + ", not " + quoted(found);
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "expected "
          + kind(mismatch.getTargetType())
          + (found.isMissingNode() ? "" : ", not " + quoted(found));
    }
    return e.getOriginalMessage();
  }

  /** What stands where the mapping failed. */
  private static JsonNode at(JsonNode root, JsonMappingException e) {
    JsonNode found = root;
    for (JsonMappingException.Reference step : e.getPath()) {
      found =
          step.getFieldName() != null
              ? found.path(step.getFieldName())
              : found.path(step.getIndex());
    }
    return found;
  }

  private static String quoted(JsonNode found) {
    String text = found.isTextual() ? "'" + found.textValue() + "'" : found.toString();
    return text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "..." : text;
  }

  private static String range(Class<?> type) {
    return type == int.class || type == Integer.class
        ? kind(type) + " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE
        : kind(type) + " from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE;
  }

  private static String kind(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(c -> c.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    if (type == Integer.class || type == Long.class || type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list, such as [a, b]";
    }
    if (JsonNode.class.isAssignableFrom(type)) {
      return "a value";
    }
    return type == String.class ? "a text" : "a group of keys and values";
  }

  /** A record as a tree, null components left out. */
  public static ObjectNode write(Object record) {
    ObjectNode node = MAPPER.valueToTree(record);
    prune(node);
    return node;
  }

  /** A tree as indented text, ending with a line feed. */
  public static String print(JsonNode node) {
    return node.toPrettyString() + "\n";
  }

  /**
   * Where two trees first differ, in words: {@code .vision_cfg.width is 64, expected 128}; empty if
   * they do not.
   */
  public static Optional<String> firstDifference(JsonNode found, JsonNode expected) {
    if (found instanceof ObjectNode && expected instanceof ObjectNode) {
      TreeSet<String> keys = new TreeSet<>();
      found.fieldNames().forEachRemaining(keys::add);
      expected.fieldNames().forEachRemaining(keys::add);
      return keys.stream()
          .flatMap(
              k -> firstDifference(found.path(k), expected.path(k)).map(d -> "." + k + d).stream())
          .findFirst();
    }
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(" is " + shown(found) + ", expected " + shown(expected));
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "absent" : node.toString();
  }

  /** The hint for an unknown name: the nearest known one, else all of them. */
  public static String suggestion(String name, Collection<String> known) {
    return suggestion("", name, known);
  }

  private static String suggestion(String group, String name, Collection<String> known) {
    return Nearest.to(name, known)
        .map(nearest -> "; did you mean '" + group + nearest + "'?")
        .orElseGet(() -> "; known here: " + String.join(", ", known));
  }

  private static void prune(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(e -> e.getValue().isNull());
    }
    node.forEach(StrictReader::prune);
  }

  private static String key(String path, JsonMappingException e) {
    String inner =
        e.getPath().stream()
            .map(r -> r.getFieldName() != null ? "." + r.getFieldName() : "[" + r.getIndex() + "]")
            .collect(Collectors.joining());
    String whole = path + inner;
    return whole.startsWith(".") ? whole.substring(1) : whole;
  }

  private static String firstLine(String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
