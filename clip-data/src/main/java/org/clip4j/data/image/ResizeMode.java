package org.clip4j.data.image;

/** How a picture that is not square becomes one; the names are open_clip's {@code resize_mode}. */
public enum ResizeMode {
  /** The shorter edge to the size, then the middle is cut out. */
  SHORTEST,
  /** The longer edge to the size, then the rest is filled up. */
  LONGEST,
  /** Both edges to the size, whatever that does to the shape. */
  SQUASH
}
