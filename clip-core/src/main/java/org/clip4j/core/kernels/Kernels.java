package org.clip4j.core.kernels;

import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * The arithmetic under the differentiable operations. All tensors are row-major; "rows" and
 * "columns" are those of {@link Tensor#rows()} and {@link Tensor#columns()}. Results go into memory
 * that the caller has taken. Unless a method says otherwise, results may not overlap inputs. An
 * {@code accumulate} flag adds to the result instead of setting it; gradients of parameters are
 * always added to.
 *
 * <p>Two implementations mean the same: {@link Nd4jKernels} (ND4J's operations alone, any backend,
 * FLOAT and DOUBLE) and {@link CpuKernels} (fused, FLOAT).
 */
public interface Kernels {

  /** A short name for logs and checkpoints. */
  String name();

  /** Threads the kernels use; with another count sums are ordered otherwise. */
  int threads();

  /**
   * For logs and records of runs: the library of the matrix products and its version; another gives
   * other bits.
   */
  String products();

  /**
   * For logs and checkpoints: which loops go over rows, and how wide; with others sums are ordered
   * otherwise. "" where there is no such choice.
   */
  String rowKernels();

  /**
   * {@code c = alpha * op(a) op(b) + beta * c}, op being the transpose where asked. With {@code
   * beta == 0} the old contents of {@code c} are not read.
   *
   * @param a [m,k] or, transposed, [k,m]
   * @param b [k,n] or, transposed, [n,k]
   * @param c [m,n]
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Tensor a,
      Tensor b,
      double beta,
      Tensor c);

  /** {@code y[r,:] = row} for every row. */
  void fillRows(Tensor row, Tensor y);

  /** {@code y[r,:] = x[r,:] + bias} for every row; {@code y} may be {@code x}. */
  void addBias(Tensor x, Tensor bias, Tensor y);

  /** {@code sum += } the column sums of {@code x}: the gradient of a bias. */
  void addColumnSums(Tensor x, Tensor sum);

  /** {@code y = a + b}; {@code y} may be {@code a} or {@code b}. */
  void add(Tensor a, Tensor b, Tensor y);

  /** {@code y += alpha * x}. */
  void axpy(double alpha, Tensor x, Tensor y);

  /** {@code x *= alpha}. */
  void scale(double alpha, Tensor x);

  /**
   * Layer norm of every row (Ba et al. 2016, arXiv:1607.06450): {@code y = (x - mean) * rstd * gain
   * + bias} with {@code rstd = 1 / sqrt(variance + epsilon)}, variance over n.
   *
   * @param mean [rows], written
   * @param rstd [rows], written
   */
  void layerNorm(
      Tensor x, Tensor gain, Tensor bias, double epsilon, Tensor y, Tensor mean, Tensor rstd);

  /** Backward of {@link #layerNorm}; adds to the gradients of gain and bias. */
  void layerNormBackward(
      Tensor dy,
      Tensor x,
      Tensor gain,
      Tensor mean,
      Tensor rstd,
      Tensor dx,
      boolean accumulate,
      Tensor dGain,
      Tensor dBias);

  /** {@code y = activation(x + bias)}, the bias for every row. */
  void biasActivation(Activation activation, Tensor x, Tensor bias, Tensor y);

  /**
   * Backward of {@link #biasActivation}, which it computes once more on the way.
   *
   * @param x [rows, width], the values before the bias; overwritten with {@code activation(x +
   *     bias)}
   * @param dx written; may be {@code dy}
   * @param dBias added to
   */
  void biasActivationBackward(
      Activation activation, Tensor dy, Tensor x, Tensor bias, Tensor dx, Tensor dBias);

  /**
   * Scaled dot-product attention within each packed sequence: for every head {@code softmax(q kT /
   * sqrt(width / heads)) v}, where with {@code causal} a row sees itself and earlier rows only.
   *
   * @param qkv [rows, 3 * width]: queries, keys, values side by side, each the heads' columns one
   *     after another
   * @param out [rows, width]
   * @param logSumExp [rows, heads], written: what the backward needs to make the softmax again
   */
  void attention(
      Tensor qkv, Sequences sequences, int heads, boolean causal, Tensor out, Tensor logSumExp);

  /**
   * Backward of {@link #attention}: sets {@code dQkv}, recomputing the softmax from {@code
   * logSumExp}.
   */
  void attentionBackward(
      Tensor dOut,
      Tensor qkv,
      Tensor out,
      Tensor logSumExp,
      Sequences sequences,
      int heads,
      boolean causal,
      Tensor dQkv);

  /**
   * Attention of one query a sequence, which sees all rows of its sequence: what {@link #attention}
   * gives in the row of that query.
   *
   * @param query [sequences, width]
   * @param keyValue [rows, 2 * width]: keys and values side by side
   * @param out [sequences, width]
   * @param probabilities [rows, heads], written: the softmax, which the backward needs
   */
  void queryAttention(
      Tensor query,
      Tensor keyValue,
      Sequences sequences,
      int heads,
      Tensor out,
      Tensor probabilities);

  /** Backward of {@link #queryAttention}: sets {@code dQuery} and {@code dKeyValue}. */
  void queryAttentionBackward(
      Tensor dOut,
      Tensor query,
      Tensor keyValue,
      Tensor probabilities,
      Sequences sequences,
      int heads,
      Tensor dQuery,
      Tensor dKeyValue);

  /**
   * Copies rows: {@code out[r] = table[index[r]]}, or adds them. Where the index is negative the
   * row is zero (or, accumulating, left alone).
   */
  void gatherRows(Tensor table, int[] index, Tensor out, boolean accumulate);

  /**
   * Backward of {@link #gatherRows}: {@code dTable[index[r]] += dOut[r]} in the order of the rows.
   */
  void scatterAddRows(Tensor dOut, int[] index, Tensor dTable);

  /**
   * Cuts pictures into patches, one a row. Columns at the right and lines at the bottom that fill
   * no patch are left out, as by a convolution without padding.
   *
   * @param images [batch, channels, height, width], neither edge smaller than {@code patch}
   * @param patches [batch * (height/patch) * (width/patch), channels * patch * patch], the
   *     quotients rounded down; within a row channel, then line, then column, as the weights of a
   *     convolution lie
   */
  void patchify(Tensor images, int patch, Tensor patches);

  /**
   * Scales every row to unit length, as {@code torch.nn.functional.normalize}: {@code y = x /
   * max(|x|, 1e-12)}.
   *
   * @param norms [rows], written: the divisor
   */
  void normalizeRows(Tensor x, Tensor y, Tensor norms);

  /** Backward of {@link #normalizeRows}: {@code dx = (dy - y (y . dy)) / norm}. */
  void normalizeRowsBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx, boolean accumulate);

  /**
   * {@code rows[r] = log sum exp x[r,:]} and {@code columns[c] = log sum exp x[:,c]}, without
   * overflow. Both are not rounded to the tensor's type: the error would be that of all softmaxes
   * of a row.
   *
   * @param rows as many as x has rows, written
   * @param columns as many as x has columns, written
   */
  void logSumExps(Tensor x, double[] rows, double[] columns);

  /**
   * Turns a tile of logits into the sum of its softmaxes by rows and by columns, in place: {@code
   * (exp(l - rowLogSumExp[r]) + exp(l - columnLogSumExp[c])) * factor}. But for the pairs that is
   * the gradient of symmetric InfoNCE with respect to the logits.
   *
   * @param logits [r,c], read and overwritten
   */
  void softmaxSum(Tensor logits, double[] rowLogSumExp, double[] columnLogSumExp, double factor);

  /**
   * Finds what is large in a matrix.
   *
   * @param rowBounds as many as x has rows
   * @param columnBounds as many as x has columns
   * @return in ascending order {@code r * columns + c} of each {@code x[r,c]} that is at least
   *     {@code rowBounds[r]} or {@code columnBounds[c]}, both as the tensor's type has them; what
   *     is not a number is never
   */
  int[] entriesReaching(Tensor x, double[] rowBounds, double[] columnBounds);

  /**
   * Some entries of {@code a bT}, added up in double, where {@link #gemm} adds up in the tensor's
   * type.
   *
   * @param a [m,k]
   * @param b [n,k]
   * @param which of each entry {@code row * n + column}; least work where the same row follows
   */
  double[] entries(Tensor a, Tensor b, int[] which);

  /**
   * Turns a tile of logits into {@code factor * sigmoid(l)}, in place. But for the pairs that is
   * the gradient of the sigmoid loss with respect to the logits.
   *
   * @param logits [r,c], read and overwritten
   * @param losses [r], written: the sum of each row's {@code log(1 + exp(l))}
   */
  void sigmoidGradient(Tensor logits, double factor, Tensor losses);

  /**
   * {@code rows[r] += } the sum of {@code x[r,:]} and {@code columns[c] += } that of {@code
   * x[:,c]}, however many, as exact as the values are: at most a few of a column are added up in
   * the tensor's type, all else in double.
   *
   * @param rows as many as x has rows
   * @param columns as many as x has columns
   */
  void addSums(Tensor x, double[] rows, double[] columns);

  /**
   * The sum of {@code a * b} over all elements, added up in double in an order fixed by the length
   * alone.
   */
  double dot(Tensor a, Tensor b);

  /**
   * One AdamW update (Loshchilov and Hutter 2019, arXiv:1711.05101), as {@code torch.optim.AdamW}:
   * the decay first ({@code p -= lr * decay * p}), then {@code p -= lr * (m / (1 - beta1^t)) /
   * (sqrt(v / (1 - beta2^t)) + epsilon)}. The gradient is multiplied by {@code gradientScale}
   * (clipping) as it is read.
   */
  void adamW(
      Tensor parameter,
      Tensor gradient,
      Tensor firstMoment,
      Tensor secondMoment,
      AdamWStep step,
      double gradientScale);
}
