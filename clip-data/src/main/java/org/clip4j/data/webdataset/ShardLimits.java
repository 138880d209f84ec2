package org.clip4j.data.webdataset;

/**
 * How large the contents of a shard may be. What is larger is skipped and counted, before memory is
 * taken for it.
 *
 * @param maxMemberBytes the largest member, in bytes
 * @param maxSampleBytes the largest sum over the members of one sample, in bytes (a small charge
 *     for each member included, so that endless empty members end too)
 */
public record ShardLimits(int maxMemberBytes, long maxSampleBytes) {

  /** 64 MiB for a member, 128 MiB for a sample. */
  public static final ShardLimits DEFAULT = new ShardLimits(64 << 20, 128L << 20);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is not positive
   */
  public ShardLimits {
    if (maxMemberBytes <= 0 || maxSampleBytes <= 0) {
      throw new IllegalArgumentException(
          "shard limits must be positive: member "
              + maxMemberBytes
              + ", sample "
              + maxSampleBytes
              + " bytes");
    }
  }
}
