package org.clip4j.encoders.checkpoint;

import java.util.Arrays;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.checkpoint.Interpolation.Taps;

/**
 * Learned positions, fitted to another number of patches or tokens.
 *
 * <p>Source: {@code resize_pos_embed} and {@code resize_text_pos_embed} in open_clip's {@code
 * model.py}. The picture's are a square grid behind the class token's and are resized bicubically
 * with antialiasing; the text's are resized linearly.
 */
final class Positions {

  private static final String IMAGE = "visual.positional_embedding";
  private static final String TEXT = "positional_embedding";

  /** Java's arrays end at twice as many, and the steps between hold more than the result. */
  private static final long MAX_VALUES = 1 << 30;

  private Positions() {}

  static boolean areMeant(Parameter p) {
    return p.name().equals(IMAGE) || p.name().equals(TEXT);
  }

  /**
   * Checks that positions of another number can be fitted.
   *
   * @param found their shape
   * @param elements values of the whole checkpoint: positions that would outgrow it are refused,
   *     for a configuration may ask for any number
   * @throws IllegalArgumentException saying what is wrong
   */
  static void requireResizable(Parameter wanted, long[] found, long elements) {
    long[] shape = wanted.shape();
    if (found.length != 2 || found[1] != shape[1] || found[0] < 1) {
      throw new IllegalArgumentException("only the number of positions may differ");
    }
    if (wanted.length() > Math.min(elements, MAX_VALUES)) {
      throw new IllegalArgumentException("it would be larger than the whole checkpoint");
    }
    if (wanted.name().equals(IMAGE) && side(found[0] - 1) < 1) {
      throw new IllegalArgumentException(
          (found[0] - 1) + " patches are no square grid behind the class token");
    }
  }

  /** Fits {@code from}, [positions, width], to the number of positions of {@code to}. */
  static void resize(Tensor from, Tensor to, Parameter p) {
    int width = Math.toIntExact(to.size(1));
    if (p.name().equals(TEXT)) {
      Taps[] taps = Interpolation.linear((int) from.size(0), (int) to.size(0));
      put(to, 0, apply(taps, values(from, 0), width));
      return;
    }
    int old = (int) side(from.size(0) - 1);
    int size = (int) side(to.size(0) - 1);
    Taps[] taps = Interpolation.antialiasedCubic(old, size);
    for (int c = 0; c < width; c++) {
      to.set(c, from.get(c));
    }
    double[] wide = applyToColumns(taps, values(from, 1), old, width);
    put(to, 1, apply(taps, wide, size * width));
  }

  /** The edge of a square of so many patches; 0 if they make none. */
  private static long side(long patches) {
    long side = Math.round(Math.sqrt(patches));
    return side * side == patches ? side : 0;
  }

  /** Mixes rows: [in, columns] to [out, columns]. */
  private static double[] apply(Taps[] taps, double[] values, int columns) {
    double[] out = new double[Math.multiplyExact(taps.length, columns)];
    for (int o = 0; o < taps.length; o++) {
      double[] weights = taps[o].weights();
      for (int i = 0; i < weights.length; i++) {
        int row = (taps[o].from() + i) * columns;
        for (int c = 0; c < columns; c++) {
          out[o * columns + c] += weights[i] * values[row + c];
        }
      }
    }
    return out;
  }

  /** Mixes the columns of a grid: [rows, in, width] to [rows, out, width]. */
  private static double[] applyToColumns(Taps[] taps, double[] values, int rows, int width) {
    int in = values.length / rows;
    int out = taps.length * width;
    double[] all = new double[Math.multiplyExact(rows, out)];
    for (int r = 0; r < rows; r++) {
      double[] mixed = apply(taps, Arrays.copyOfRange(values, r * in, (r + 1) * in), width);
      System.arraycopy(mixed, 0, all, r * out, out);
    }
    return all;
  }

  private static double[] values(Tensor positions, long fromRow) {
    Tensor part = positions.slice(fromRow, positions.size(0));
    double[] values = new double[Math.toIntExact(part.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = part.get(i);
    }
    return values;
  }

  private static void put(Tensor positions, long fromRow, double[] values) {
    Tensor part = positions.slice(fromRow, positions.size(0));
    for (int i = 0; i < values.length; i++) {
      part.set(i, values[i]);
    }
  }
}
