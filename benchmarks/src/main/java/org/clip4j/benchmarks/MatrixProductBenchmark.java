package org.clip4j.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** A linear layer's products: {@code x Wt}, and going back {@code dy W} and {@code dyt x}. */
public class MatrixProductBenchmark extends KernelBenchmark {

  /** Forward or backward. */
  @Param public Direction direction;

  /** Rows x outputs x inputs. */
  @Param({"16640x128x512", "16640x384x128", "800x768x3072", "800x2304x768"})
  public String shape;

  @Override
  Subject subject() {
    int[] sizes = Sizes.of(shape, 3);
    return new MatrixProductSubject(direction, sizes[0], sizes[1], sizes[2]);
  }
}
