package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** The pictures of a batch cut into patches, which a patch embedding multiplies by its weights. */
public class PatchesBenchmark extends KernelBenchmark {

  /** Pictures x patches along an edge x pixels along a patch's edge. */
  @Param({"256x8x8", "16x7x32"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 3);
    return new PatchesSubject(sizes[0], sizes[1], sizes[2]);
  }
}
