package org.clip4j.core.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A key of a JSON object, or of objects within it, joined by dots, as in {@code meta.language}. A
 * key of the outermost object that has dots itself goes before.
 *
 * @param name the key
 */
public record JsonKey(String name) {

  /**
   * Checks that there is a name.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public JsonKey {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a JSON key is blank");
    }
  }

  /** Returns what stands under this key; a missing node where there is no such thing. */
  public JsonNode in(JsonNode root) {
    JsonNode found = root.path(name);
    if (found.isMissingNode()) {
      found = root;
      for (String step : name.split("\\.", -1)) {
        found = found.path(step);
      }
    }
    return found;
  }
}
