package org.clip4j.data.webdataset;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a shard pattern. Counts saturate, so that what is too large is known before anything is
 * made.
 */
sealed interface PatternNode {

  /** How many names this stands for. */
  long names();

  /** How many characters they have together. */
  long chars();

  /** The names, in order. Only to be called when they have been counted. */
  List<String> expand();

  /** Characters that stand for themselves. */
  record Literal(String text) implements PatternNode {
    @Override
    public long names() {
      return 1;
    }

    @Override
    public long chars() {
      return text.length();
    }

    @Override
    public List<String> expand() {
      return List.of(text);
    }
  }

  /** Whole numbers from first to last, both included, padded with zeros to the width. */
  record Range(long first, long last, long step, int width) implements PatternNode {
    @Override
    public long names() {
      return Math.abs(last - first) / step + 1;
    }

    @Override
    public long chars() {
      return times(
          names(),
          Math.max(width, Math.max(Long.toString(first).length(), Long.toString(last).length())));
    }

    @Override
    public List<String> expand() {
      List<String> result = new ArrayList<>();
      long direction = first <= last ? step : -step;
      for (long i = 0, n = names(); i < n; i++) {
        long value = first + i * direction;
        String digits = Long.toString(Math.abs(value));
        String sign = value < 0 ? "-" : "";
        result.add(
            sign + "0".repeat(Math.max(0, width - sign.length() - digits.length())) + digits);
      }
      return result;
    }
  }

  /** One of several. */
  record Choice(List<PatternNode> options) implements PatternNode {
    @Override
    public long names() {
      return options.stream().mapToLong(PatternNode::names).reduce(0, PatternNode::plus);
    }

    @Override
    public long chars() {
      return options.stream().mapToLong(PatternNode::chars).reduce(0, PatternNode::plus);
    }

    @Override
    public List<String> expand() {
      List<String> result = new ArrayList<>();
      options.forEach(option -> result.addAll(option.expand()));
      return result;
    }
  }

  /** One after another: the last varies fastest. */
  record Sequence(List<PatternNode> items) implements PatternNode {
    @Override
    public long names() {
      return items.stream().mapToLong(PatternNode::names).reduce(1, PatternNode::times);
    }

    @Override
    public long chars() {
      long names = 1;
      long chars = 0;
      for (PatternNode item : items) {
        chars = plus(times(chars, item.names()), times(names, item.chars()));
        names = times(names, item.names());
      }
      return chars;
    }

    @Override
    public List<String> expand() {
      List<String> result = List.of("");
      for (PatternNode item : items) {
        List<String> tails = item.expand();
        List<String> longer = new ArrayList<>(result.size() * tails.size());
        for (String head : result) {
          for (String tail : tails) {
            longer.add(head + tail);
          }
        }
        result = longer;
      }
      return result;
    }
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static long times(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
  }
}
