package org.clip4j.data.webdataset;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Where a sample lies, so that it can be read again without what stands before it. As JSON it is
 * {@code [shard, offset, sample]}.
 *
 * @param shard the shard's place in the list of all shards, from 0
 * @param offset the byte of the shard, unpacked if it is compressed, at which the sample's first
 *     header begins; 0 where the shard must be read from its start, since a header there counts for
 *     all that follows
 * @param sample the sample's place in its shard, from 0
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"shard", "offset", "sample"})
public record SamplePlace(int shard, long offset, long sample) {

  /**
   * Checks that the numbers can be a place.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public SamplePlace {
    if (shard < 0 || offset < 0 || sample < 0) {
      throw new IllegalArgumentException(
          "a sample's place is negative: shard "
              + shard
              + ", offset "
              + offset
              + ", sample "
              + sample);
    }
  }

  /** In words, for messages. */
  @Override
  public String toString() {
    return "sample " + sample + " of shard " + shard + " in the list, byte " + offset;
  }

  /** A shard's start. */
  public static SamplePlace startOf(int shard) {
    return new SamplePlace(shard, 0, 0);
  }
}
