package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Rows scaled to unit length. */
public class RowNormBenchmark extends KernelBenchmark {

  /** Forward or backward. */
  @Param public Direction direction;

  /** Rows x columns. */
  @Param({"1024x512"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 2);
    return new RowNormSubject(direction, sizes[0], sizes[1]);
  }
}
