package org.clip4j.core.kernels;

import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * The fast kernels for the CPU, FLOAT only: matrix products by OpenBLAS or oneDNN, everything else
 * fused and row by row, with the Vector API where the module {@code jdk.incubator.vector} is there.
 * One set of threads does all of it.
 *
 * <p>Only the matrix products' bits depend on the number of threads; other sums are cut by shape
 * alone.
 */
public final class CpuKernels implements Kernels {

  private final Workers workers;
  private final MatrixProducts products;
  private final RowMath math;
  private final FlatKernels flat;
  private final BiasKernels biases;
  private final NormKernels norms;
  private final RowCopies copies;
  private final LogitKernels logits;
  private final LogSumExpKernel logSumExps;
  private final EntryKernels entries;

  /** Kernels on as many threads as {@code -Dclip4j.threads} says, else one a processor. */
  public CpuKernels() {
    this(Workers.defaultThreads());
  }

  /**
   * Kernels on that many threads.
   *
   * @throws IllegalStateException if the natives for products do not load
   */
  public CpuKernels(int threads) {
    this(threads, RowMath.best());
  }

  CpuKernels(int threads, RowMath math) {
    this(threads, math, SgemmSelector.choose());
  }

  CpuKernels(int threads, RowMath math, Sgemm library) {
    this.workers = Workers.of(threads);
    this.products = new MatrixProducts(workers, library);
    this.math = math;
    this.flat = new FlatKernels(workers, math.elements());
    this.biases = new BiasKernels(workers, math);
    this.norms = new NormKernels(workers, math);
    this.copies = new RowCopies(workers, math.elements());
    this.logits = new LogitKernels(workers, math);
    this.logSumExps = new LogSumExpKernel(workers, math);
    this.entries = new EntryKernels(workers, math.elements());
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int threads() {
    return workers.threads();
  }

  @Override
  public String products() {
    return products.library();
  }

  @Override
  public String rowKernels() {
    return math.name();
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c) {
    int m = transposeA ? a.columns() : a.rows();
    int k = transposeA ? a.rows() : a.columns();
    int n = transposeB ? b.rows() : b.columns();
    Shapes.requireFloat("gemm", a);
    Shapes.requireMatrix("gemm", "the right factor", b, transposeB ? n : k, transposeB ? k : n);
    Shapes.requireMatrix("gemm", "the result", c, m, n);
    if (m > 0 && n > 0 && k > 0) {
      products.gemm(transposeA, transposeB, (float) alpha, a, b, (float) beta, c, k);
    } else if (beta == 0) {
      c.zero();
    } else {
      scale(beta, c);
    }
  }

  @Override
  public void fillRows(Tensor row, Tensor y) {
    biases.fillRows(row, y);
  }

  @Override
  public void addBias(Tensor x, Tensor bias, Tensor y) {
    biases.addBias(x, bias, y);
  }

  @Override
  public void addColumnSums(Tensor x, Tensor sum) {
    biases.addColumnSums(x, sum);
  }

  @Override
  public void add(Tensor a, Tensor b, Tensor y) {
    flat.add(a, b, y);
  }

  @Override
  public void axpy(double alpha, Tensor x, Tensor y) {
    flat.axpy((float) alpha, x, y);
  }

  @Override
  public void scale(double alpha, Tensor x) {
    flat.scale((float) alpha, x);
  }

  @Override
  public void layerNorm(
      Tensor x, Tensor gain, Tensor bias, double epsilon, Tensor y, Tensor mean, Tensor rstd) {
    norms.layerNorm(x, gain, bias, epsilon, y, mean, rstd);
  }

  @Override
  public void layerNormBackward(
      Tensor dy,
      Tensor x,
      Tensor gain,
      Tensor mean,
      Tensor rstd,
      Tensor dx,
      boolean accumulate,
      Tensor dGain,
      Tensor dBias) {
    norms.layerNormBackward(dy, x, gain, mean, rstd, dx, accumulate, dGain, dBias);
  }

  @Override
  public void biasActivation(Activation activation, Tensor x, Tensor bias, Tensor y) {
    biases.biasActivation(activation, x, bias, y);
  }

  @Override
  public void biasActivationBackward(
      Activation activation, Tensor dy, Tensor x, Tensor bias, Tensor dx, Tensor dBias) {
    biases.biasActivationBackward(activation, dy, x, bias, dx, dBias);
  }

  @Override
  public void attention(
      Tensor qkv, Sequences sequences, int heads, boolean causal, Tensor out, Tensor logSumExp) {
    AttentionForward.run(workers, math, qkv, sequences, heads, causal, out, logSumExp);
  }

  @Override
  public void attentionBackward(
      Tensor dOut,
      Tensor qkv,
      Tensor out,
      Tensor logSumExp,
      Sequences sequences,
      int heads,
      boolean causal,
      Tensor dQkv) {
    AttentionBackward.run(workers, math, dOut, qkv, out, logSumExp, sequences, heads, causal, dQkv);
  }

  @Override
  public void queryAttention(
      Tensor query,
      Tensor keyValue,
      Sequences sequences,
      int heads,
      Tensor out,
      Tensor probabilities) {
    new QueryAttention(workers, math, query, keyValue, probabilities, sequences, heads)
        .forward(out);
  }

  @Override
  public void queryAttentionBackward(
      Tensor dOut,
      Tensor query,
      Tensor keyValue,
      Tensor probabilities,
      Sequences sequences,
      int heads,
      Tensor dQuery,
      Tensor dKeyValue) {
    new QueryAttention(workers, math, query, keyValue, probabilities, sequences, heads)
        .backward(dOut, dQuery, dKeyValue);
  }

  @Override
  public void gatherRows(Tensor table, int[] index, Tensor out, boolean accumulate) {
    copies.gather(table, index, out, accumulate);
  }

  @Override
  public void scatterAddRows(Tensor dOut, int[] index, Tensor dTable) {
    copies.scatterAdd(dOut, index, dTable);
  }

  @Override
  public void patchify(Tensor images, int patch, Tensor patches) {
    copies.patchify(images, patch, patches);
  }

  @Override
  public void normalizeRows(Tensor x, Tensor y, Tensor norms) {
    this.norms.normalizeRows(x, y, norms);
  }

  @Override
  public void normalizeRowsBackward(
      Tensor dy, Tensor y, Tensor norms, Tensor dx, boolean accumulate) {
    this.norms.normalizeRowsBackward(dy, y, norms, dx, accumulate);
  }

  @Override
  public void logSumExps(Tensor x, double[] rows, double[] columns) {
    logSumExps.run(x, rows, columns);
  }

  @Override
  public void softmaxSum(
      Tensor tile, double[] rowLogSumExp, double[] columnLogSumExp, double factor) {
    logits.softmaxSum(tile, rowLogSumExp, columnLogSumExp, factor);
  }

  @Override
  public int[] entriesReaching(Tensor x, double[] rowBounds, double[] columnBounds) {
    return entries.entriesReaching(x, rowBounds, columnBounds);
  }

  @Override
  public double[] entries(Tensor a, Tensor b, int[] which) {
    return entries.entries(a, b, which);
  }

  @Override
  public void sigmoidGradient(Tensor tile, double factor, Tensor losses) {
    logits.sigmoidGradient(tile, (float) factor, losses);
  }

  @Override
  public void addSums(Tensor x, double[] rows, double[] columns) {
    logits.addSums(x, rows, columns);
  }

  @Override
  public double dot(Tensor a, Tensor b) {
    return flat.dot(a, b);
  }

  @Override
  public void adamW(
      Tensor parameter,
      Tensor gradient,
      Tensor firstMoment,
      Tensor secondMoment,
      AdamWStep step,
      double gradientScale) {
    flat.adamW(parameter, gradient, firstMoment, secondMoment, step, gradientScale);
  }
}
