package org.clip4j.examples.emoji;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.clip4j.examples.iconify.LeftOut;

/**
 * Which icons of a set are pairs, by key and category alone.
 *
 * <ul>
 *   <li>No flags: the category {@code Flags}, and keys that begin with {@code flag} (a set's older
 *       flags stand under other categories, or none).
 *   <li>No skin tones: keys with {@code skin-tone} in them or ending in {@code tone1} to {@code
 *       tone5}; and where a set has all of {@code X-light}, {@code X-medium-light}, {@code
 *       X-medium}, {@code X-medium-dark} and {@code X-dark}, those five. A single {@code
 *       police-car-light} stays.
 *   <li>Icons marked {@code hidden} stay: they are drawings under an older name.
 * </ul>
 */
final class IconRules {

  private static final Pattern NUMBERED_TONE = Pattern.compile(".*-tone[1-5]");

  /** Longer endings first: {@code X-medium-dark} is not the dark form of {@code X-medium}. */
  private static final List<String> TONES =
      List.of("-medium-light", "-medium-dark", "-light", "-medium", "-dark");

  private IconRules() {}

  /**
   * Says why an icon is left out, or nothing where it stays.
   *
   * @param keys all keys of its set
   */
  static Optional<LeftOut> leftOut(String key, String category, Set<String> keys) {
    if (key.startsWith("flag") || category.equals("Flags")) {
      return Optional.of(LeftOut.FLAG);
    }
    if (key.contains("skin-tone") || NUMBERED_TONE.matcher(key).matches() || isTone(key, keys)) {
      return Optional.of(LeftOut.SKIN_TONE);
    }
    return Optional.empty();
  }

  private static boolean isTone(String key, Set<String> keys) {
    for (String tone : TONES) {
      if (key.endsWith(tone)) {
        String plain = key.substring(0, key.length() - tone.length());
        return TONES.stream().allMatch(t -> keys.contains(plain + t));
      }
    }
    return false;
  }
}
