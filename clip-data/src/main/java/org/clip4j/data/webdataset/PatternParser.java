package org.clip4j.data.webdataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a shard pattern into its parts, by recursive descent. */
final class PatternParser {

  private static final int MAX_DEPTH = 32;
  // Fewer digits than a long has, so that differences do not overflow.
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9]{1,18})\\.\\.(-?[0-9]{1,18})(?:\\.\\.([1-9][0-9]{0,17}))?");

  private final String pattern;
  private int at;

  PatternParser(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads the whole pattern.
   *
   * @throws IllegalArgumentException if braces do not match or nest too deep
   */
  PatternNode parse() {
    PatternNode node = sequence(0);
    if (at < pattern.length()) {
      throw error("a closing brace without an opening one");
    }
    return node;
  }

  /** Reads up to the end, or, within braces, up to a comma or the closing brace. */
  private PatternNode sequence(int depth) {
    List<PatternNode> items = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '}' || (c == ',' && depth > 0)) {
        break;
      }
      if (c == '{') {
        items.add(new PatternNode.Literal(text.toString()));
        text.setLength(0);
        items.add(group(depth + 1));
      } else {
        if (c == '\\'
            && at + 1 < pattern.length()
            && "{},\\".indexOf(pattern.charAt(at + 1)) >= 0) {
          c = pattern.charAt(++at);
        }
        text.append(c);
        at++;
      }
    }
    items.add(new PatternNode.Literal(text.toString()));
    return new PatternNode.Sequence(items);
  }

  private PatternNode group(int depth) {
    if (depth > MAX_DEPTH) {
      throw error("braces nested deeper than " + MAX_DEPTH);
    }
    int open = at;
    Optional<PatternNode> range = range();
    if (range.isPresent()) {
      return range.get();
    }
    List<PatternNode> options = new ArrayList<>();
    do {
      at++;
      options.add(sequence(depth));
    } while (at < pattern.length() && pattern.charAt(at) == ',');
    if (at == pattern.length()) {
      at = open;
      throw error("an opening brace without a closing one");
    }
    at++;
    if (options.size() == 1) {
      return new PatternNode.Sequence(
          List.of(new PatternNode.Literal("{"), options.get(0), new PatternNode.Literal("}")));
    }
    return new PatternNode.Choice(options);
  }

  private Optional<PatternNode> range() {
    int close = pattern.indexOf('}', at);
    if (close < 0) {
      return Optional.empty();
    }
    Matcher matcher = RANGE.matcher(pattern).region(at + 1, close);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    at = close + 1;
    String first = matcher.group(1);
    String last = matcher.group(2);
    long step = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
    int width = padded(first) || padded(last) ? Math.max(first.length(), last.length()) : 0;
    return Optional.of(
        new PatternNode.Range(Long.parseLong(first), Long.parseLong(last), step, width));
  }

  private static boolean padded(String number) {
    String digits = number.startsWith("-") ? number.substring(1) : number;
    return digits.length() > 1 && digits.startsWith("0");
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException(
        "shard pattern '"
            + BadSamples.printable(pattern)
            + "': "
            + what
            + ", at character "
            + (at + 1)
            + "; write \\{ and \\} for braces that stand for themselves");
  }
}
