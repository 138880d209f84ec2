package org.clip4j.train.config;

import org.clip4j.data.loader.Keep;

/** How a batch's pictures wait for the second pass over its micro-batches. */
public enum KeepPictures {
  /** As 8-bit squares, augmented: three bytes a pixel, and next to nothing to do. */
  DECODED(Keep.DECODED),
  /** As the shards have them: often less memory, but they are decoded and augmented once more. */
  ENCODED(Keep.ENCODED);

  private final Keep forLoader;

  KeepPictures(Keep forLoader) {
    this.forLoader = forLoader;
  }

  /** What the loader is to do. */
  public Keep forLoader() {
    return forLoader;
  }
}
