package org.clip4j.examples.pack;

/**
 * How large shards are: each ends before the bound that it would cross first.
 *
 * @param samples the most in a shard
 * @param bytes the most in a shard; a larger sample gets one of its own
 */
public record ShardBounds(int samples, long bytes) {

  /** 1000 samples, and 1 GiB. */
  public static final ShardBounds DEFAULT = new ShardBounds(1000, 1L << 30);
}
