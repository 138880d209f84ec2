package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Scaled dot-product attention on queries, keys and values side by side. */
public class AttentionBenchmark extends KernelBenchmark {

  private static final String CAUSAL = "-causal";

  /** Forward or backward. */
  @Param public Direction direction;

  /** Sequences x tokens x heads x width of a head, and whether a token sees only earlier ones. */
  @Param({"256x65x4x32", "16x50x12x64", "16x77x8x64-causal"})
  public String shape;

  @Override
  Subject subject() {
    boolean causal = shape.endsWith(CAUSAL);
    String sizes = causal ? shape.substring(0, shape.length() - CAUSAL.length()) : shape;
    int[] s = Sizes.of(sizes, 4);
    return new AttentionSubject(direction, s[0], s[1], s[2], s[3], causal);
  }

  @Override
  boolean torchCallsBlasInParallel() {
    return true;
  }
}
