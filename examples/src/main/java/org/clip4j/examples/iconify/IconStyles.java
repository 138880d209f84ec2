package org.clip4j.examples.iconify;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a set's keys tell the style of a drawing: Iconify's {@code prefixes} and {@code suffixes},
 * such as {@code outline} in {@code home-outline}, each with a title. The empty one stands for keys
 * that have none of the others.
 *
 * @param prefixes titles by first words of a key
 * @param suffixes titles by last words of a key
 */
public record IconStyles(Map<String, String> prefixes, Map<String, String> suffixes) {

  /** A set that does not tell. */
  public static final IconStyles NONE = new IconStyles(Map.of(), Map.of());

  /**
   * A key taken apart.
   *
   * @param words the key without the words that tell its style
   * @param prefix the first style's title, empty where there is none
   * @param suffix the second one's
   */
  public record Parts(String words, String prefix, String suffix) {}

  /** Keeps copies. */
  public IconStyles {
    prefixes = Map.copyOf(prefixes);
    suffixes = Map.copyOf(suffixes);
  }

  /** Takes a key apart; of several endings that fit the longest one counts. */
  public Parts split(String key) {
    String first = longest(prefixes, s -> key.startsWith(s + "-"));
    String rest = first.isEmpty() ? key : key.substring(first.length() + 1);
    String last = longest(suffixes, s -> rest.endsWith("-" + s));
    String words = last.isEmpty() ? rest : rest.substring(0, rest.length() - last.length() - 1);
    return new Parts(words, prefixes.getOrDefault(first, ""), suffixes.getOrDefault(last, ""));
  }

  private static String longest(Map<String, String> styles, Predicate<String> fits) {
    Optional<String> longest =
        styles.keySet().stream()
            .filter(style -> !style.isEmpty() && fits.test(style))
            .max(Comparator.comparingInt(String::length));
    return longest.orElse("");
  }
}
