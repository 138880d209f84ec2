package org.clip4j.train.report;

import java.util.List;

/**
 * A line chart worked out to places: the template only sets it. All places are in percent of the
 * plot, from the left and from the bottom, so that text keeps its size at any width of the page.
 *
 * @param wide whether it deserves more room than the others
 * @param latest the last value in words
 * @param summary the curve in words, for those who do not see it
 */
record Chart(
    String title,
    boolean wide,
    String latest,
    String summary,
    List<Axis.Tick> across,
    List<Axis.Tick> up,
    List<Line> lines,
    List<Guide> guides) {

  /**
   * A drawn line.
   *
   * @param colour 1, 2, ...: the style sheet knows them
   * @param path SVG path data, y downwards
   * @param faint SVG path data of the single values behind a smoothed line, or empty
   * @param dots SVG path data of dots where the values are few, or empty
   * @param hover the values to read out
   */
  record Line(String name, int colour, String path, String faint, String dots, List<Hover> hover) {}

  /** A value to read out where the pointer is. */
  record Hover(String x, String y, String step, String value) {}

  /** A level to compare with. */
  record Guide(String name, String at, String value) {}
}
