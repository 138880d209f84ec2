package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Layer norm with gain and bias. */
public class LayerNormBenchmark extends KernelBenchmark {

  /** Forward or backward. */
  @Param public Direction direction;

  /** Rows x columns. */
  @Param({"16640x128", "800x768"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 2);
    return new LayerNormSubject(direction, sizes[0], sizes[1]);
  }
}
