package org.clip4j.benchmarks;

import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.clip4j.core.kernels.CpuKernels;
import org.clip4j.core.kernels.ThreadedOpenBlas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times one engine at one subject. Each engine has a virtual machine of its own (JMH's fork), so
 * that the threads of the others are asleep; all get as many threads as the kernels would.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {

  /** Who calculates. */
  @Param({"clip4j", "nd4j", "torch"})
  public String engine;

  private Calculation calculation;
  private ThreadedOpenBlas blas;

  /** What this benchmark's parameters ask for. */
  abstract Subject subject();

  /**
   * Whether libtorch is faster with a BLAS of one thread: where it calls BLAS from its own threads.
   */
  boolean torchCallsBlasInParallel() {
    return false;
  }

  /**
   * Makes the engine ready. One that is not the fast kernels is first held against them, so that
   * all who are timed calculate the same, and the kernels have a virtual machine without the
   * others' natives and threads.
   *
   * @throws IllegalStateException if it does not give what they give
   */
  @Setup
  public void open() {
    int threads = new CpuKernels().threads();
    Subject subject = subject();
    Engine timed = Engine.of(engine);
    Agreement.require(subject, EnumSet.of(Engine.CLIP4J, timed), threads);
    calculation = timed.open(subject, threads);
    // The kernels' own products want BLAS on one thread, all others call it once.
    boolean alone = timed == Engine.CLIP4J || (timed == Engine.TORCH && torchCallsBlasInParallel());
    blas = new ThreadedOpenBlas(alone ? 1 : threads);
  }

  /** One calculation. */
  @Benchmark
  public void time() {
    calculation.run();
  }

  /** Frees the memory. */
  @TearDown
  public void close() {
    blas.close();
    calculation.close();
  }
}
