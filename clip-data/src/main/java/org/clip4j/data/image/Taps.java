package org.clip4j.data.image;

/**
 * For each wanted pixel along one axis of the result: which source pixels it is made of, and their
 * weights.
 *
 * <p>When shrinking, the kernel is stretched by the scale, so that every source pixel counts
 * (antialiasing). Weights are rounded to fixed point with {@link #FRACTION_BITS} bits; each step is
 * the double arithmetic of Pillow's, which decides the last bit.
 */
final class Taps {
  /** 32 bits, less 8 for the value and 2 for the overshoot of the cubic kernel. */
  static final int FRACTION_BITS = 32 - 8 - 2;

  private static final double ONE = 1 << FRACTION_BITS;

  private final int[] first;
  private final int[] count;
  private final int[] weights;
  private final double[] exactWeights;
  private final int stride;

  private Taps(int outSize, int stride, boolean exact) {
    this.first = new int[outSize];
    this.count = new int[outSize];
    this.weights = new int[Math.multiplyExact(outSize, stride)];
    this.exactWeights = new double[exact ? weights.length : 0];
    this.stride = stride;
  }

  /**
   * @param inSize source pixels along the axis
   * @param from where the region begins, in source pixels
   * @param to where it ends
   * @param window the result pixels that are wanted
   */
  static Taps of(ResizeFilter filter, int inSize, float from, float to, Window window) {
    return of(filter, inSize, from, to, window, false);
  }

  /** The taps of a whole axis, with {@link #exactWeights()} too. */
  static Taps exact(ResizeFilter filter, int inSize, Window window) {
    return of(filter, inSize, 0, inSize, window, true);
  }

  private static Taps of(
      ResizeFilter filter, int inSize, float from, float to, Window window, boolean keepExact) {
    double scale = (double) (to - from) / window.of();
    double stretch = Math.max(scale, 1.0);
    double reach = filter.reach() * stretch;
    double shrink = 1.0 / stretch;
    int longest = Math.addExact(Math.multiplyExact((int) Math.ceil(reach), 2), 1);
    Taps taps = new Taps(window.count(), longest, keepExact);
    double[] exact = new double[longest];
    for (int i = 0; i < window.count(); i++) {
      double centre = from + (window.first() + i + 0.5) * scale;
      int low = Math.max(0, (int) (centre - reach + 0.5));
      int count = Math.min(inSize, (int) (centre + reach + 0.5)) - low;
      double sum = 0;
      for (int j = 0; j < count; j++) {
        exact[j] = filter.weight((j + low - centre + 0.5) * shrink);
        sum += exact[j];
      }
      taps.first[i] = low;
      taps.count[i] = count;
      for (int j = 0; j < count; j++) {
        double weight = sum == 0 ? exact[j] : exact[j] / sum;
        taps.weights[i * longest + j] = fixed(weight);
        if (keepExact) {
          taps.exactWeights[i * longest + j] = weight;
        }
      }
    }
    return taps;
  }

  private static int fixed(double weight) {
    return (int) (weight < 0 ? weight * ONE - 0.5 : weight * ONE + 0.5);
  }

  /** Result pixels along the axis. */
  int size() {
    return first.length;
  }

  /** No result pixel is made of more source pixels. */
  int longest() {
    return stride;
  }

  /** The first source pixel of result pixel {@code i}. */
  int first(int i) {
    return first[i];
  }

  /** One past the last source pixel of result pixel {@code i}. */
  int end(int i) {
    return first[i] + count[i];
  }

  /** The weight of source pixel {@code j} in result pixel {@code i}; 0 where it has no part. */
  int weight(int i, int j) {
    int tap = j - first[i];
    return tap >= 0 && tap < count[i] ? weights[i * stride + tap] : 0;
  }

  /** The weights of all result pixels. */
  int[] weights() {
    return weights;
  }

  /** The same before they are rounded, where they were asked for. */
  double[] exactWeights() {
    return exactWeights;
  }

  /** Where in {@link #weights()} those of result pixel {@code i} begin. */
  int weightsAt(int i) {
    return i * stride;
  }
}
