package org.clip4j.examples.iconify;

import java.util.Optional;
import java.util.Set;

/** Which icons of a set are left out, by key and category alone. */
@FunctionalInterface
public interface IconRule {

  /** Leaves out none. */
  IconRule NONE = (key, category, keys) -> Optional.empty();

  /**
   * Says why an icon is left out, or nothing where it stays.
   *
   * @param key its key: small letters and digits with single dashes between
   * @param category its set's category of it, empty where there is none
   * @param keys all keys of its set
   */
  Optional<LeftOut> leftOut(String key, String category, Set<String> keys);
}
