package org.clip4j.train.config;

/** How a batch's pictures wait for the second pass over its micro-batches. */
public enum KeepPictures {
  /** As 8-bit squares, augmented: three bytes a pixel, and next to nothing to do. */
  DECODED,
  /** As the shards have them: often less memory, but they are decoded and augmented once more. */
  ENCODED
}
