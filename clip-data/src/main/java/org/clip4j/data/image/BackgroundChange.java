package org.clip4j.data.image;

/** What colour takes the place of a drawing's white background. */
public enum BackgroundChange {
  /** A random light colour, each channel from 192 to 255. */
  LIGHT(192),
  /** Any colour. */
  ANY(0);

  private final int darkest;

  BackgroundChange(int darkest) {
    this.darkest = darkest;
  }

  /** The smallest value of a channel. */
  int darkest() {
    return darkest;
  }
}
