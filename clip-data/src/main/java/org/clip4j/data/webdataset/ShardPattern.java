package org.clip4j.data.webdataset;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of shards written with braces, as a shell expands them: {@code train-{0000..0127}.tar}
 * (with zeros kept, and {@code {a..b..step}}), {@code {train,val}.tar}, groups within groups and
 * one after another. A backslash before a brace, a comma or a backslash takes it literally. Braces
 * around neither a range nor a comma stand for themselves.
 *
 * <p>Several patterns may be joined by {@code ::}, as open_clip writes them: {@code
 * a-{0..3}.tar::b-{0..1}.tar}. Within square brackets, as in {@code http://[::1]/a.tar}, it stands
 * for itself.
 */
public final class ShardPattern {

  /** The most names that a pattern may stand for. */
  public static final int MAX_NAMES = 10_000_000;

  /** The most characters that they may have together. */
  private static final long MAX_CHARS = 1L << 30;

  /** What stands between several patterns that are written as one. */
  public static final String JOINT = "::";

  private ShardPattern() {}

  /**
   * Returns the names that the pattern stands for, in the pattern's order. They are counted before
   * any is made.
   *
   * @throws IllegalArgumentException if braces do not match, nest too deep, or stand for more than
   *     {@value #MAX_NAMES} names
   */
  public static List<String> expand(String pattern) {
    return expandAll(List.of(pattern));
  }

  /**
   * Returns the patterns that are joined by {@code ::}, not expanded.
   *
   * @throws IllegalArgumentException if one of several is empty
   */
  public static List<String> split(String patterns) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    int brackets = 0;
    for (int i = 0; i < patterns.length(); i++) {
      char c = patterns.charAt(i);
      if (c == '[') {
        brackets++;
      } else if (c == ']') {
        brackets = Math.max(0, brackets - 1);
      } else if (brackets == 0 && patterns.startsWith(JOINT, i)) {
        parts.add(patterns.substring(begin, i));
        begin = i + JOINT.length();
        i++;
      }
    }
    parts.add(patterns.substring(begin));
    if (parts.size() > 1 && parts.contains("")) {
      throw new IllegalArgumentException(
          "shard pattern '"
              + BadSamples.printable(patterns)
              + "' has nothing on one side of a ::; expected A::B");
    }
    return List.copyOf(parts);
  }

  /**
   * Expands each of several patterns, one after the other.
   *
   * @throws IllegalArgumentException as {@link #expand(String)}, and if there are more than {@value
   *     #MAX_NAMES} names together
   */
  public static List<String> expandAll(List<String> patterns) {
    PatternNode all =
        new PatternNode.Choice(
            patterns.stream()
                .flatMap(p -> split(p).stream())
                .map(p -> new PatternParser(p).parse())
                .toList());
    if (all.names() > MAX_NAMES || all.chars() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "shard pattern '"
              + BadSamples.printable(String.join(" ", patterns))
              + "' stands for more than "
              + MAX_NAMES
              + " names (or a gigabyte of them); check its ranges");
    }
    return List.copyOf(all.expand());
  }
}
