package org.clip4j.encoders.checkpoint;

/**
 * What a resize along one axis takes from where: one {@link Taps} for each value of the result, as
 * PyTorch's {@code interpolate} has them with {@code align_corners=False}.
 */
final class Interpolation {

  /** The cubic's parameter with antialiasing, Pillow's; without it PyTorch takes -0.75. */
  private static final double CUBIC = -0.5;

  private static final double CUBIC_SUPPORT = 2;

  private Interpolation() {}

  /** Neighbours, from the first on, and what each contributes. */
  record Taps(int from, double[] weights) {}

  /** Mode bicubic with {@code antialias=True}: the kernel is widened where the axis shrinks. */
  static Taps[] antialiasedCubic(int in, int out) {
    Taps[] taps = new Taps[out];
    double scale = (double) in / out;
    double wide = Math.max(scale, 1);
    for (int o = 0; o < out; o++) {
      double centre = scale * (o + 0.5);
      int from = Math.max((int) (centre - CUBIC_SUPPORT * wide + 0.5), 0);
      int to = Math.min((int) (centre + CUBIC_SUPPORT * wide + 0.5), in);
      double[] weights = new double[to - from];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = cubic((from + i - centre + 0.5) / wide);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      taps[o] = new Taps(from, weights);
    }
    return taps;
  }

  /** Mode linear without antialiasing. */
  static Taps[] linear(int in, int out) {
    Taps[] taps = new Taps[out];
    double scale = (double) in / out;
    for (int o = 0; o < out; o++) {
      double at = Math.max(scale * (o + 0.5) - 0.5, 0);
      int left = Math.min((int) at, in - 1);
      double between = at - left;
      boolean last = left == in - 1;
      taps[o] = new Taps(left, last ? new double[] {1} : new double[] {1 - between, between});
    }
    return taps;
  }

  /** Keys' kernel (1981). */
  private static double cubic(double x) {
    double d = Math.abs(x);
    if (d < 1) {
      return ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1;
    }
    return d < 2 ? (((d - 5) * d + 8) * d - 4) * CUBIC : 0;
  }
}
