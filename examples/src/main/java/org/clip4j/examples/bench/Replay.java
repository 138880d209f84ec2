package org.clip4j.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.kernels.ThreadedOpenBlas;
import org.clip4j.core.tensor.Tensor;

/** Calls the kernels of a step again, one kind at a time, on the operands that the step left. */
final class Replay {

  /** Of calls that do the same work so many take turns: enough to find their operands cold. */
  private static final int MOST_IN_TURN = 4;

  private static final int LEAST_ROUNDS = 3;

  /** OpenBLAS's own threads spin for some time after a call; ours must not meet them. */
  private static final long PAUSE_MILLIS = 100;

  private final Kernels kernels;
  private final double seconds;

  /**
   * @param kernels what the step was made with
   * @param seconds that each kind of call is timed for, at the least
   */
  Replay(Kernels kernels, double seconds) {
    this.kernels = kernels;
    this.seconds = seconds;
  }

  /** Seconds of all the calls together, and of OpenBLAS where they are products. */
  Times time(List<KernelCall> calls) {
    if (!calls.get(0).method().getName().equals("gemm")) {
      return new Times(rounds(calls, seconds, call -> call.repeat(kernels)), 0);
    }
    double ours = 0;
    double theirs = 0;
    for (int turn = 0; turn < 2; turn++) {
      ours += rounds(calls, seconds / 2, call -> call.repeat(kernels)) / 2;
      try (ThreadedOpenBlas blas = new ThreadedOpenBlas(kernels.threads())) {
        theirs += rounds(calls, seconds / 2, call -> product(blas, call.arguments())) / 2;
      }
      pause();
    }
    return new Times(ours, theirs);
  }

  private static void product(ThreadedOpenBlas blas, Object[] arguments) {
    blas.gemm(
        (boolean) arguments[0],
        (boolean) arguments[1],
        (double) arguments[2],
        (Tensor) arguments[3],
        (Tensor) arguments[4],
        (double) arguments[5],
        (Tensor) arguments[6]);
  }

  private static double rounds(List<KernelCall> all, double least, Consumer<KernelCall> how) {
    boolean alike = all.stream().map(KernelCall::work).distinct().count() == 1;
    List<KernelCall> calls = alike ? all.subList(0, Math.min(MOST_IN_TURN, all.size())) : all;
    calls.forEach(how);
    List<Double> rounds = new ArrayList<>();
    long begun = System.nanoTime();
    while (rounds.size() < LEAST_ROUNDS || (System.nanoTime() - begun) * 1e-9 < least) {
      long round = System.nanoTime();
      calls.forEach(how);
      rounds.add((System.nanoTime() - round) * 1e-9);
    }
    double[] values = rounds.stream().mapToDouble(Double::doubleValue).toArray();
    return Figures.median(values) / calls.size() * all.size();
  }

  private void pause() {
    if (kernels.threads() == 1) {
      return;
    }
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * What a replay took.
   *
   * @param ours seconds of all calls
   * @param openBlas seconds of the same products by OpenBLAS called once for each, 0 for others
   */
  record Times(double ours, double openBlas) {}
}
