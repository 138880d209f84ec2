package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The contrastive loss with the gradients of both embeddings and of the logit scale. */
public class InfoNceBenchmark extends KernelBenchmark {

  /** Pairs x width of an embedding. */
  @Param({"256x128", "1024x512"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 2);
    return LossSubject.infoNce(sizes[0], sizes[1]);
  }
}
