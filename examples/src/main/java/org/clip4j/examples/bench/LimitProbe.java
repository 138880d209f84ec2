package org.clip4j.examples.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.clip4j.core.kernels.ThreadedOpenBlas;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Measures what memory and {@code cblas_sgemm} allow, after STREAM (McCalpin 1995): arrays far
 * larger than a cache, the best of several runs. Its triad is here {@code y += a x}.
 */
final class LimitProbe {

  /** Elements of each of the two arrays: 256 MiB. */
  private static final int LENGTH = 1 << 26;

  /** Rows and columns of the large product. */
  private static final int EDGE = 1536;

  private static final int RUNS = 5;

  private final int threads;

  private LimitProbe(int threads) {
    this.threads = threads;
  }

  /** The limits over that many threads. */
  static Limits measure(int threads) {
    LimitProbe probe = new LimitProbe(threads);
    try (Block block = Block.allocate(DataType.FLOAT, 2L * LENGTH)) {
      Tensor x = block.tensor(0, LENGTH);
      Tensor y = block.tensor(LENGTH, LENGTH);
      // What was never written has no memory behind it yet.
      x.zero();
      y.zero();
      double copied = 2.0 * LENGTH * Float.BYTES / probe.copySeconds(x, y);
      try (ThreadedOpenBlas blas = new ThreadedOpenBlas(threads)) {
        double added = 3.0 * LENGTH * Float.BYTES / best(() -> blas.axpy(0.5, x, y));
        return new Limits(flops(blas, x, y), copied, added);
      }
    }
  }

  private static double flops(ThreadedOpenBlas blas, Tensor x, Tensor y) {
    long square = (long) EDGE * EDGE;
    DeterministicRandom random = DeterministicRandom.of(0, "benchmark");
    float[] values = new float[2 * EDGE * EDGE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    x.slice(0, values.length).assign(values);
    Tensor a = x.slice(0, square).reshape(EDGE, EDGE);
    Tensor b = x.slice(square, 2 * square).reshape(EDGE, EDGE);
    Tensor c = y.slice(0, square).reshape(EDGE, EDGE);
    return 2.0 * square * EDGE / best(() -> blas.gemm(false, true, 1, a, b, 0, c));
  }

  private double copySeconds(Tensor from, Tensor to) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> parts =
          IntStream.range(0, threads).mapToObj(part -> copyOf(from, to, part)).toList();
      return best(() -> await(pool, parts));
    } finally {
      pool.shutdown();
    }
  }

  private Callable<Void> copyOf(Tensor from, Tensor to, int part) {
    long begin = (long) LENGTH * part / threads;
    long end = (long) LENGTH * (part + 1) / threads;
    Pointer source = from.slice(begin, end).pointer();
    Pointer target = to.slice(begin, end).pointer();
    return () -> {
      Pointer.memcpy(target, source, (end - begin) * Float.BYTES);
      return null;
    };
  }

  private static void await(ExecutorService pool, List<Callable<Void>> parts) {
    try {
      for (Future<Void> part : pool.invokeAll(parts)) {
        part.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double best(Runnable work) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= RUNS; i++) {
      long begun = System.nanoTime();
      work.run();
      double seconds = (System.nanoTime() - begun) * 1e-9;
      // The first run wakes threads.
      least = i == 0 ? least : Math.min(least, seconds);
    }
    return least;
  }
}
