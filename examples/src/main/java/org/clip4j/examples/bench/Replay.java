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

  /** Ours and OpenBLAS's products, A B A B, so that a change in the machine's load meets both. */
  private static final int TURNS = 3;

  /** Longer than OpenBLAS's own threads spin after a call. */
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

  /** Times calls of one kind, and OpenBLAS on the same where they are products. */
  Times time(List<KernelCall> calls) {
    List<Double> ours = new ArrayList<>();
    List<Double> openBlas = new ArrayList<>();
    if (!calls.get(0).method().getName().equals("gemm")) {
      rounds(calls, seconds, call -> call.repeat(kernels), ours);
      return new Times(ours, openBlas);
    }
    for (int turn = 0; turn < TURNS; turn++) {
      rounds(calls, seconds / TURNS, call -> call.repeat(kernels), ours);
      openBlas(kernels.threads(), calls, openBlas);
      pause();
      if (kernels.threads() > 1) {
        // Handing a small product over takes longer than the product, and much longer on a machine
        // that is busy.
        openBlas(1, calls, openBlas);
      }
    }
    return new Times(ours, openBlas);
  }

  private void openBlas(int threads, List<KernelCall> calls, List<Double> into) {
    try (ThreadedOpenBlas blas = new ThreadedOpenBlas(threads)) {
      rounds(calls, seconds / TURNS, call -> product(blas, call.arguments()), into);
    }
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

  /**
   * Adds what rounds of all calls took; the first, which finds caches and compiler cold, is none.
   */
  private static void rounds(
      List<KernelCall> all, double least, Consumer<KernelCall> how, List<Double> into) {
    boolean alike = all.stream().map(KernelCall::work).distinct().count() == 1;
    List<KernelCall> calls = alike ? all.subList(0, Math.min(MOST_IN_TURN, all.size())) : all;
    calls.forEach(how);
    long begun = System.nanoTime();
    for (int n = 0; n < LEAST_ROUNDS || (System.nanoTime() - begun) * 1e-9 < least; n++) {
      long round = System.nanoTime();
      calls.forEach(how);
      into.add((System.nanoTime() - round) * 1e-9 / calls.size() * all.size());
    }
  }

  /** Waits until OpenBLAS's own threads, where some have worked, sleep: ours must not meet them. */
  void pause() {
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
   * What each round took.
   *
   * @param ours seconds of all calls
   * @param openBlas seconds of the same products by OpenBLAS called once for each, with as many
   *     threads and with one; empty for others
   */
  record Times(List<Double> ours, List<Double> openBlas) {}
}
