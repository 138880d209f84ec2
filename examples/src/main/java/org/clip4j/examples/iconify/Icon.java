package org.clip4j.examples.iconify;

/**
 * One drawing of a set.
 *
 * @param key the icon's name in its set
 * @param category the set's own category, empty where it has none
 * @param body what stands between {@code <svg>} and {@code </svg>}; from outside
 * @param left the left edge of its box
 * @param top the top edge of its box
 * @param width the box's width, before turning
 * @param height the box's height, before turning
 * @param quarterTurns clockwise, 0 to 3, after the flips
 * @param flipHorizontal mirrored left to right
 * @param flipVertical mirrored top to bottom
 */
public record Icon(
    String key,
    String category,
    String body,
    double left,
    double top,
    double width,
    double height,
    int quarterTurns,
    boolean flipHorizontal,
    boolean flipVertical) {

  /** The same with another body. */
  public Icon withBody(String other) {
    return new Icon(
        key, category, other, left, top, width, height, quarterTurns, flipHorizontal, flipVertical);
  }
}
