package org.clip4j.examples.pack;

import java.util.Map;
import java.util.Optional;

/**
 * A row with what came of it.
 *
 * @param number of the row, counted from 1; the sample's key
 * @param place of the row in its source
 * @param image as the row names it
 * @param parts of the sample; empty if the row is skipped
 * @param problem why it is skipped
 */
record PackRow(
    long number,
    long place,
    String image,
    Map<String, byte[]> parts,
    Optional<BadRowException> problem) {

  /** A row that is skipped. */
  static PackRow skipped(long number, CaptionRow row, BadRowException why) {
    return new PackRow(number, row.place(), row.image(), Map.of(), Optional.of(why));
  }

  /** Bytes of its parts. */
  long bytes() {
    return parts.values().stream().mapToLong(part -> part.length).sum();
  }
}
