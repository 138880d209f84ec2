package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The inner product of all gradients with themselves. */
public class NormBenchmark extends KernelBenchmark {

  /** Number of parameters. */
  @Param({"1000000", "4000000"})
  public int length;

  @Override
  Subject subject() {
    return new NormSubject(length);
  }
}
