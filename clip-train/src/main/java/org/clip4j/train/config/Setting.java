package org.clip4j.train.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clip4j.core.json.ConfigException;

/**
 * One {@code --set key=value}, which goes before the file.
 *
 * @param text as it was given
 * @param key with its groups, joined by dots
 * @param value read as YAML, so that numbers are numbers
 */
record Setting(String text, String key, JsonNode value) {

  /**
   * Reads {@code key=value}.
   *
   * @throws ConfigException for a text without an equals sign, or a value that is no YAML
   */
  static Setting parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("--set " + text + ": expected key=value, as train.steps=500");
    }
    return new Setting(
        text,
        text.substring(0, equals).strip(),
        ConfigFiles.value("--set " + text, text.substring(equals + 1)));
  }

  /**
   * Checks that a key without groups is one: else it was meant with them.
   *
   * @throws ConfigException naming the whole keys that end so; not for a key that nobody knows
   */
  void requireWhole(List<String> known) {
    List<String> meant = known.stream().filter(k -> k.endsWith("." + key)).toList();
    if (!known.contains(key) && !meant.isEmpty()) {
      throw new ConfigException(
          this
              + ": unknown key '"
              + key
              + "'; did you mean "
              + meant.stream().map(k -> "'" + k + "'").collect(Collectors.joining(" or "))
              + "?");
    }
  }

  /**
   * Sets the key, with the groups it needs.
   *
   * @throws ConfigException if the key lies under something that is no group
   */
  void applyTo(ObjectNode root) {
    String[] path = key.split("\\.", -1);
    ObjectNode group = root;
    for (int i = 0; i + 1 < path.length; i++) {
      JsonNode next = group.get(path[i]);
      if (next == null || next.isNull()) {
        group = group.putObject(path[i]);
      } else if (next instanceof ObjectNode object) {
        group = object;
      } else {
        throw new ConfigException(this + ": " + path[i] + " has no keys below it");
      }
    }
    group.set(path[path.length - 1], value);
  }

  /**
   * Where a key's value comes from: the last setting of it or of a group around it; else the file,
   * with the settings of keys below it.
   */
  static String sourceOf(String key, String file, List<Setting> settings) {
    Optional<Setting> set =
        settings.stream().filter(s -> isWithin(key, s.key)).reduce((earlier, later) -> later);
    if (set.isPresent()) {
      return set.get().toString();
    }
    String below =
        settings.stream()
            .filter(s -> isWithin(s.key, key))
            .map(s -> " " + s)
            .collect(Collectors.joining());
    return below.isEmpty() ? file : file + " with" + below;
  }

  private static boolean isWithin(String key, String group) {
    return group.isEmpty()
        || key.equals(group)
        || key.startsWith(group + ".")
        || key.startsWith(group + "[");
  }

  @Override
  public String toString() {
    return "--set " + text;
  }
}
