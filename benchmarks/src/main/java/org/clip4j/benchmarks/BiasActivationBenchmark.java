package org.clip4j.benchmarks;

import org.clip4j.core.kernels.Activation;
import org.openjdk.jmh.annotations.Param;

/** A bias and the activation behind it. */
public class BiasActivationBenchmark extends KernelBenchmark {

  /** Forward or backward. */
  @Param public Direction direction;

  /** Which activation. */
  @Param public Activation activation;

  /** Rows x columns. */
  @Param({"16640x512", "800x3072"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 2);
    return new BiasActivationSubject(direction, activation, sizes[0], sizes[1]);
  }
}
