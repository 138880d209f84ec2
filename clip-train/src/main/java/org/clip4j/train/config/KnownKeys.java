package org.clip4j.train.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The keys of a configuration, as its records have them. */
final class KnownKeys {

  private KnownKeys() {}

  /** All keys, of groups too, each with its own groups before it, joined by dots. */
  static List<String> of(Class<? extends Record> group) {
    List<String> keys = new ArrayList<>();
    add("", group, keys);
    return keys;
  }

  private static void add(String prefix, Class<?> group, List<String> keys) {
    for (RecordComponent component : group.getRecordComponents()) {
      String key =
          prefix + component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      keys.add(key);
      if (component.getType().isRecord()) {
        add(key + ".", component.getType(), keys);
      }
    }
  }
}
