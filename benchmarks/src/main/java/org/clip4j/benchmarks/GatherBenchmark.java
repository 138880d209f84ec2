package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The token embedding: a row of the table for each token, and the gradient's way back. */
public class GatherBenchmark extends KernelBenchmark {

  /** Forward or backward. */
  @Param public Direction direction;

  /** Tokens x rows of the table x columns. */
  @Param({"1536x49408x128", "192x49408x512"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 3);
    return new GatherSubject(direction, sizes[0], sizes[1], sizes[2]);
  }
}
