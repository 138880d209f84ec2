package org.clip4j.examples.plan;

/** How the pictures of a batch are kept between its two passes. */
public enum Keep {
  /** Decoded and varied, a byte a value. */
  DECODED,
  /** As they are in the shards. */
  ENCODED
}
