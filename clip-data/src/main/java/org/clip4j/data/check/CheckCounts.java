package org.clip4j.data.check;

import java.util.Map;

/**
 * What is in a shard, or in all of them. Spreads are of the good pairs, and null where there are
 * none.
 *
 * @param samples whole samples, good or bad; those in the rest of a damaged shard are not known
 * @param pairs good ones that pass the filters, which training learns from
 * @param bad how much was skipped, by the reason's name in lower case; a shard whose rest is lost
 *     counts as one
 * @param filtered how many pairs filters turned away, by the filter's name; these are not bad, and
 *     nothing else of them is looked at
 * @param bytes of the archives, unpacked, as far as they were read
 * @param formats pictures by format
 * @param pictureBytes of the pictures' files
 * @param shorterSide of the pictures, in pixels
 * @param longerSide of the pictures, in pixels
 * @param pixels width times height
 * @param captionChars characters (code points) of the captions
 * @param captionTokens token ids of the captions, start and end included
 * @param captionsCut captions that do not fit into the context
 * @param keys samples' keys that come again; within a shard, and over all shards
 * @param captions captions that come again, whatever their case
 */
public record CheckCounts(
    long samples,
    long pairs,
    Map<String, Long> bad,
    Map<String, Long> filtered,
    long bytes,
    Map<String, Long> formats,
    Spread pictureBytes,
    Spread shorterSide,
    Spread longerSide,
    Spread pixels,
    Spread captionChars,
    Spread captionTokens,
    long captionsCut,
    Repeats keys,
    Repeats captions) {

  /** Whether nothing is bad. */
  public boolean isGood() {
    return bad.isEmpty();
  }

  /** How many pairs filters turned away. */
  public long filteredCount() {
    return filtered.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How much is bad, shards whose rest is lost included. */
  public long badCount() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }
}
