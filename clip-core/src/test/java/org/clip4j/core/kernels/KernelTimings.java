package org.clip4j.core.kernels;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Prints the shortest time of each kernel over many repeats, at the sizes of a small ViT. Run it
 * from the test class path with {@code --add-modules jdk.incubator.vector}; the first argument is
 * the number of threads, the second the milliseconds spent on each kernel.
 */
public final class KernelTimings {

  private final Kernels kernels;
  private final long budget;
  private final Arena arena = new Arena(DataType.FLOAT);
  private final SplittableRandom random = new SplittableRandom(1);

  private KernelTimings(int threads, long milliseconds) {
    this.kernels = KernelSelector.of(DataType.FLOAT, threads);
    this.budget = milliseconds * 1_000_000;
  }

  /** See the class. */
  public static void main(String[] args) {
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : Workers.defaultThreads();
    long milliseconds = args.length > 1 ? Long.parseLong(args[1]) : 1500;
    new KernelTimings(threads, milliseconds).all(args.length > 2 ? args[2] : "");
  }

  private void all(String only) {
    attention(only, 256, 17, 4, 32, false);
    attention(only, 256, 17, 4, 32, true);
    attention(only, 64, 65, 4, 32, false);
    attention(only, 64, 65, 4, 32, true);
    attention(only, 8, 257, 4, 64, false);
    rows(only, 4352, 128);
    rows(only, 4352, 512);
    rows(only, 3200, 768);
    gemm(only, 4352, 384, 128);
    gemm(only, 4352, 128, 512);
    gemm(only, 256, 256, 128);
    logits(only, 256);
    logits(only, 1024);
    flat(only, 1_000_000);
  }

  private Tensor take(long... shape) {
    Tensor t = arena.take(shape);
    for (int i = 0; i < t.length(); i++) {
      t.floats().put(i, (float) random.nextDouble(-1, 1));
    }
    return t;
  }

  private void attention(
      String only, int count, int length, int heads, int headWidth, boolean causal) {
    Sequences sequences = Sequences.uniform(count, length);
    int rows = count * length;
    int width = heads * headWidth;
    Tensor qkv = take(rows, 3L * width);
    Tensor out = take(rows, width);
    Tensor lse = take(rows, heads);
    Tensor dOut = take(rows, width);
    Tensor dQkv = take(rows, 3L * width);
    double products = 2.0 * count * heads * length * length * headWidth * (causal ? 0.5 : 1);
    String what =
        String.format(
            "%dx%d %d heads of %d%s", count, length, heads, headWidth, causal ? " causal" : "");
    time(
        only,
        "attention " + what,
        2 * products,
        () -> kernels.attention(qkv, sequences, heads, causal, out, lse));
    time(
        only,
        "attentionBackward " + what,
        5 * products,
        () -> kernels.attentionBackward(dOut, qkv, out, lse, sequences, heads, causal, dQkv));
    arena.reset();
  }

  private void rows(String only, int rows, int columns) {
    Tensor x = take(rows, columns);
    Tensor y = take(rows, columns);
    Tensor dy = take(rows, columns);
    Tensor dx = take(rows, columns);
    Tensor gain = take(columns);
    Tensor bias = take(columns);
    Tensor dGain = take(columns);
    Tensor dBias = take(columns);
    Tensor mean = take(rows);
    Tensor rstd = take(rows);
    int[] index = random.ints(rows, 0, 1000).toArray();
    Tensor table = take(1000, columns);
    String what = " " + rows + "x" + columns;
    time(only, "layerNorm" + what, 0, () -> kernels.layerNorm(x, gain, bias, 1e-5, y, mean, rstd));
    time(
        only,
        "layerNormBackward" + what,
        0,
        () -> kernels.layerNormBackward(dy, x, gain, mean, rstd, dx, true, dGain, dBias));
    for (Activation a : Activation.values()) {
      time(only, "biasActivation " + a + what, 0, () -> kernels.biasActivation(a, x, bias, y));
      time(
          only,
          "biasActivationBackward " + a + what,
          0,
          () -> kernels.biasActivationBackward(a, dy, x, bias, dx, dBias));
    }
    time(only, "addBias" + what, 0, () -> kernels.addBias(y, bias, y));
    time(only, "addColumnSums" + what, 0, () -> kernels.addColumnSums(x, dBias));
    time(only, "add" + what, 0, () -> kernels.add(x, y, dx));
    time(only, "axpy" + what, 0, () -> kernels.axpy(0.5, x, dx));
    time(only, "scale" + what, 0, () -> kernels.scale(1.0, dx));
    time(only, "gatherRows" + what, 0, () -> kernels.gatherRows(table, index, y, false));
    time(only, "gatherRows adding" + what, 0, () -> kernels.gatherRows(table, index, y, true));
    time(only, "scatterAddRows" + what, 0, () -> kernels.scatterAddRows(dy, index, table));
    time(only, "normalizeRows" + what, 0, () -> kernels.normalizeRows(x, y, mean));
    time(
        only,
        "normalizeRowsBackward" + what,
        0,
        () -> kernels.normalizeRowsBackward(dy, x, rstd, dx, false));
    arena.reset();
  }

  private void gemm(String only, int m, int n, int k) {
    Tensor a = take(m, k);
    Tensor at = take(k, m);
    Tensor b = take(k, n);
    Tensor bt = take(n, k);
    Tensor c = take(m, n);
    Tensor d = take(n, k);
    double products = 2.0 * m * n * k;
    String what = " " + m + "x" + n + "x" + k;
    time(only, "gemm nn" + what, products, () -> kernels.gemm(false, false, 1, a, b, 0, c));
    time(only, "gemm nt" + what, products, () -> kernels.gemm(false, true, 1, a, bt, 0, c));
    time(only, "gemm tn" + what, products, () -> kernels.gemm(true, false, 1, at, b, 0, c));
    time(only, "gemm weight" + what, products, () -> kernels.gemm(true, false, 1, c, a, 1, d));
    arena.reset();
  }

  private void logits(String only, int n) {
    Tensor x = take(n, n);
    Tensor rows = take(n);
    Tensor columns = take(n);
    String what = " " + n + "x" + n;
    time(only, "logSumExpRows" + what, 0, () -> kernels.logSumExpRows(x, rows));
    time(only, "logSumExpColumns" + what, 0, () -> kernels.logSumExpColumns(x, columns));
    time(
        only,
        "contrastiveGradient" + what,
        0,
        () -> kernels.contrastiveGradient(x, rows, columns, 0, 1.0 / n));
    time(
        only,
        "sigmoidGradient" + what,
        0,
        () -> kernels.sigmoidGradient(x, -10, 0, 1.0 / n, rows, columns));
    arena.reset();
  }

  private void flat(String only, int n) {
    Tensor p = take(n);
    Tensor g = take(n);
    Tensor m = take(n);
    Tensor v = take(n);
    v.zero();
    AdamWStep step = new AdamWStep(1e-3, 0.9, 0.98, 1e-6, 0.1, 5);
    time(only, "dot " + n, 2.0 * n, () -> kernels.dot(p, g));
    time(only, "adamW " + n, 0, () -> kernels.adamW(p, g, m, v, step, 1));
    Tensor images = take(256, 3, 32, 32);
    Tensor patches = take(256 * 16, 192);
    time(only, "patchify 256x3x32x32 by 8", 0, () -> kernels.patchify(images, 8, patches));
    arena.reset();
  }

  private void time(String only, String what, double operations, Runnable kernel) {
    if (!what.contains(only)) {
      return;
    }
    long end = System.nanoTime() + budget;
    long[] took = new long[100_000];
    int n = 0;
    while (n < took.length && (n < 20 || System.nanoTime() < end)) {
      long start = System.nanoTime();
      kernel.run();
      took[n++] = System.nanoTime() - start;
    }
    Arrays.sort(took, 0, n);
    String rate =
        operations > 0 ? String.format(Locale.ROOT, "%7.1f GFLOP/s", operations / took[0]) : "";
    System.out.printf(
        Locale.ROOT,
        "%-55s %8.1f us, median %8.1f %s%n",
        what,
        took[0] / 1e3,
        took[n / 2] / 1e3,
        rate);
  }
}
