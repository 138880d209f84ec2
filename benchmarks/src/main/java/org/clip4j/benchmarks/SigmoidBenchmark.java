package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The sigmoid loss with the gradients of both embeddings, of the logit scale and of the bias. */
public class SigmoidBenchmark extends KernelBenchmark {

  /** Pairs x width of an embedding. */
  @Param({"256x128", "1024x512"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 2);
    return LossSubject.sigmoid(sizes[0], sizes[1]);
  }
}
