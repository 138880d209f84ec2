package org.clip4j.data.webdataset;

import java.util.List;

/**
 * Names of shards written with braces, as a shell expands them: {@code train-{0000..0127}.tar}
 * (with zeros kept, and {@code {a..b..step}}), {@code {train,val}.tar}, groups within groups and
 * one after another. A backslash before a brace, a comma or a backslash takes it literally. Braces
 * around neither a range nor a comma stand for themselves.
 */
public final class ShardPattern {

  /** The most names that a pattern may stand for. */
  public static final int MAX_NAMES = 10_000_000;

  /** The most characters that they may have together. */
  private static final long MAX_CHARS = 1L << 30;

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
   * Expands each of several patterns, one after the other.
   *
   * @throws IllegalArgumentException as {@link #expand(String)}, and if there are more than {@value
   *     #MAX_NAMES} names together
   */
  public static List<String> expandAll(List<String> patterns) {
    PatternNode all =
        new PatternNode.Choice(patterns.stream().map(p -> new PatternParser(p).parse()).toList());
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
