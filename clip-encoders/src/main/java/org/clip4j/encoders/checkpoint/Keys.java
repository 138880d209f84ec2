package org.clip4j.encoders.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.clip4j.core.json.ConfigException;

/**
 * A group of keys in a configuration of another library, which has many more than matter here. A
 * key that is absent or null has the default.
 *
 * @param file for messages
 * @param path the group's own key with a dot behind, "" for the file itself
 * @param tree its values
 */
record Keys(Path file, String path, ObjectNode tree) {

  boolean has(String key) {
    return tree.hasNonNull(key);
  }

  /** The value as it stands, a missing node if it is absent or null. */
  JsonNode value(String key) {
    return has(key) ? tree.get(key) : tree.path("");
  }

  int integer(String key, int absent) {
    return has(key) ? integer(key, tree.get(key)) : absent;
  }

  int positive(String key, int absent) {
    int value = integer(key, absent);
    if (value < 1) {
      throw refused(key, "expected 1 or more");
    }
    return value;
  }

  private int integer(String key, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw refused(key, "expected a whole number");
    }
    return value.intValue();
  }

  /** A whole number, or two equal ones: the edge of a square. */
  int edge(String key, int absent) {
    JsonNode value = value(key);
    boolean square = value.isArray() && value.size() == 2 && value.get(0).equals(value.get(1));
    return square ? integer(key, value.get(0)) : integer(key, absent);
  }

  double number(String key, double absent) {
    if (!has(key)) {
      return absent;
    }
    if (!tree.get(key).isNumber()) {
      throw refused(key, "expected a number");
    }
    return tree.get(key).doubleValue();
  }

  boolean flag(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    if (!tree.get(key).isBoolean()) {
      throw refused(key, "expected true or false");
    }
    return tree.get(key).booleanValue();
  }

  String text(String key, String absent) {
    if (!has(key)) {
      return absent;
    }
    if (!tree.get(key).isTextual()) {
      throw refused(key, "expected a text");
    }
    return tree.get(key).textValue();
  }

  /** The group under a key, without keys if it is absent. */
  Keys group(String key) {
    JsonNode value = has(key) ? tree.get(key) : JsonNodeFactory.instance.objectNode();
    if (!(value instanceof ObjectNode object)) {
      throw refused(key, "expected a group of keys and values");
    }
    return new Keys(file, path + key + ".", object);
  }

  /** Refuses a value that makes a model which is not supported. */
  void require(boolean supported, String key, String expected) {
    if (!supported) {
      throw refused(key, "which is not supported; supported is " + expected);
    }
  }

  ConfigException refused(String key, String problem) {
    String value = tree.path(key).toString();
    String shown = value.length() > 100 ? value.substring(0, 100) + "..." : value;
    return new ConfigException(
        file + ": " + path + key + " is " + (has(key) ? shown : "absent") + ", " + problem);
  }
}
