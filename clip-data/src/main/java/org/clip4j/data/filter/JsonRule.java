package org.clip4j.data.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.clip4j.core.json.JsonKey;

/**
 * An entry of {@code data.filter.json}: what is to stand in a sample's JSON. All that is given is
 * to hold.
 *
 * @param key where to look; dots lead into objects within
 * @param is the value that it is to be: a text, a number, true or false
 * @param in values one of which it is to be
 * @param min the least number
 * @param max the most
 * @param optional whether a sample without the key passes; no by default
 */
public record JsonRule(
    String key, JsonNode is, List<JsonNode> in, Double min, Double max, Boolean optional) {

  /**
   * Checks that it asks for something.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  public JsonRule {
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException("key is missing: where in the JSON to look");
    }
    if (is != null && in != null) {
      throw new IllegalArgumentException("is and in exclude each other: " + key);
    }
    if (is == null && in == null && min == null && max == null) {
      throw new IllegalArgumentException(key + ": give what it is to be, by is, in, min or max");
    }
    in = in == null ? null : List.copyOf(in);
    optional = optional != null && optional;
    for (JsonNode value : is != null ? List.of(is) : in != null ? in : List.<JsonNode>of()) {
      if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
        throw new IllegalArgumentException(
            key + " is to be a text, a number, true or false, not " + value);
      }
    }
    if (in != null && in.isEmpty()) {
      throw new IllegalArgumentException("in is empty: " + key + " could be nothing");
    }
    new Range(min, max);
  }

  JsonFilter toFilter() {
    List<JsonNode> values = is != null ? List.of(is) : in != null ? in : List.of();
    return new JsonFilter(new JsonKey(key), values, min, max, optional);
  }
}
