package org.clip4j.data.check;

import java.util.List;

/**
 * How often texts come again.
 *
 * @param different how many different texts there are
 * @param repeated how many texts stood somewhere before: all but the first of each
 * @param exact whether these are counts; else there were more different texts than are remembered,
 *     and both are estimates
 * @param most those that come most often, the most frequent first; none where it is not exact
 */
public record Repeats(long different, long repeated, boolean exact, List<Repeat> most) {

  /** Copies the list. */
  public Repeats {
    most = List.copyOf(most);
  }

  /**
   * A text that comes more than once.
   *
   * @param text the text, cut if it is long
   * @param times how often
   */
  public record Repeat(String text, long times) {}
}
