package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** An AdamW update of one block of parameters. */
public class AdamWBenchmark extends KernelBenchmark {

  /** Number of parameters. */
  @Param({"1000000", "20000000"})
  public int length;

  @Override
  Subject subject() {
    return new AdamWSubject(length);
  }
}
