package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The attention of an encoder's last block, where one row of each sequence is read. */
public class QueryAttentionBenchmark extends KernelBenchmark {

  /** Forward or backward. */
  @Param public Direction direction;

  /** Sequences x tokens x heads x width of a head. */
  @Param({"256x65x4x32", "16x50x12x64"})
  public String shape;

  @Override
  Subject subject() {
    int[] s = Sizes.of(shape, 4);
    return new QueryAttentionSubject(direction, s[0], s[1], s[2], s[3]);
  }

  @Override
  boolean torchCallsBlasInParallel() {
    return true;
  }
}
