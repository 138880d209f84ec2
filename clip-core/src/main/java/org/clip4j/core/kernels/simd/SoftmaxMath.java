package org.clip4j.core.kernels.simd;

/** What softmax and log-sum-exp are made of. */
public interface SoftmaxMath {

  /** The largest of {@code n} values, negative infinity for none. */
  float max(float[] x, int xo, int n);

  /** {@code y = max(x, y)}. */
  void maxInto(float[] x, int xo, float[] y, int yo, int n);

  /** {@code y = exp(scale * x - shift)}, {@code y} may be {@code x}; returns the sum. */
  float exp(float[] x, int xo, float scale, float shift, float[] y, int yo, int n);

  /** The sum of {@code exp(x - shift)}. */
  float sumExp(float[] x, int xo, float shift, int n);

  /** {@code sum += exp(x - shift)}, each column with its own shift. */
  void addExp(float[] x, int xo, float[] shift, float[] sum, int n);

  /** {@code sum *= exp(before - shift)}: sums relative to one shift made relative to another. */
  void rescale(float[] before, float[] shift, float[] sum, int n);

  /** {@code dp = p * (dp - kept) * scale}: through the softmax of one row, in place. */
  void backward(float[] p, int po, float[] dp, int dpo, float kept, float scale, int n);

  /** {@code x = (exp(x - rowShift) + exp(x - columnShift)) * factor}, in place. */
  void contrast(
      float[] x, int xo, float rowShift, float[] columnShift, int co, float factor, int n);

  /** {@code shift + log(sum)}, in double before it is rounded. */
  static float logSumExp(float shift, float sum) {
    return (float) (shift + FloatMath.log(sum));
  }
}
