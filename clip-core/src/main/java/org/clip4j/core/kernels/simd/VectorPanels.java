package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;
import static org.clip4j.core.kernels.simd.VectorMatrices.PANEL;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** {@link PanelMath} with the Vector API. */
final class VectorPanels implements PanelMath {

  private final ElementMath elements = new VectorElements();

  @Override
  public void pack(int rows, int n, float[] x, int xo, int stride, float[] to, int panelSize) {
    int c = 0;
    for (; c + PANEL <= n; c += PANEL) {
      packWhole(rows, x, xo + c, stride, to, c / PANEL * panelSize);
    }
    if (c < n) {
      for (int r = 0; r < rows; r++) {
        int row = c / PANEL * panelSize + r * PANEL;
        System.arraycopy(x, xo + r * stride + c, to, row, n - c);
        Arrays.fill(to, row + n - c, row + PANEL, 0f);
      }
    }
  }

  private static void packWhole(int rows, float[] x, int xo, int stride, float[] to, int panel) {
    for (int r = 0; r < rows; r++) {
      int from = xo + r * stride;
      int row = panel + r * PANEL;
      FloatVector.fromArray(SPECIES, x, from).intoArray(to, row);
      FloatVector.fromArray(SPECIES, x, from + COUNT).intoArray(to, row + COUNT);
    }
  }

  @Override
  public void unpack(int rows, int n, float[] from, int panelSize, float[] x, int xo, int stride) {
    int c = 0;
    for (; c + PANEL <= n; c += PANEL) {
      unpackWhole(rows, from, c / PANEL * panelSize, x, xo + c, stride);
    }
    if (c < n) {
      for (int r = 0; r < rows; r++) {
        int row = c / PANEL * panelSize + r * PANEL;
        System.arraycopy(from, row, x, xo + r * stride + c, n - c);
      }
    }
  }

  private static void unpackWhole(
      int rows, float[] from, int panel, float[] x, int xo, int stride) {
    for (int r = 0; r < rows; r++) {
      int to = xo + r * stride;
      int row = panel + r * PANEL;
      FloatVector.fromArray(SPECIES, from, row).intoArray(x, to);
      FloatVector.fromArray(SPECIES, from, row + COUNT).intoArray(x, to + COUNT);
    }
  }

  @Override
  public void transpose(int rows, float[] from, int fo, float[] to, int at) {
    if (rows < PANEL) {
      Arrays.fill(to, at, at + PANEL * PANEL, 0f);
    }
    for (int c = 0; c < PANEL; c += 8) {
      transposeEight(rows, from, fo + c, to, at + c * PANEL);
    }
  }

  /** Eight columns at a time, which takes half as long as one or four. */
  private static void transposeEight(int rows, float[] from, int source, float[] to, int target) {
    for (int r = 0; r < rows; r++) {
      int i = source + r * PANEL;
      int j = target + r;
      to[j] = from[i];
      to[j + PANEL] = from[i + 1];
      to[j + 2 * PANEL] = from[i + 2];
      to[j + 3 * PANEL] = from[i + 3];
      to[j + 4 * PANEL] = from[i + 4];
      to[j + 5 * PANEL] = from[i + 5];
      to[j + 6 * PANEL] = from[i + 6];
      to[j + 7 * PANEL] = from[i + 7];
    }
  }

  @Override
  public void softmax(float[] p, int po, int keys, float scale, float[] shift, float[] sum) {
    largest(p, po, keys, scale, shift);
    softmax(p, po, keys, scale, shift, 0);
    sums(p, po, keys, sum);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector left = one.div(FloatVector.fromArray(SPECIES, sum, 0));
    FloatVector right = one.div(FloatVector.fromArray(SPECIES, sum, COUNT));
    for (int r = 0; r < keys; r++) {
      int i = po + r * PANEL;
      FloatVector.fromArray(SPECIES, p, i).mul(left).intoArray(p, i);
      FloatVector.fromArray(SPECIES, p, i + COUNT).mul(right).intoArray(p, i + COUNT);
    }
  }

  private static void largest(float[] p, int po, int keys, float scale, float[] shift) {
    FloatVector left = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector right = left;
    for (int r = 0; r < keys; r++) {
      int i = po + r * PANEL;
      left = left.max(FloatVector.fromArray(SPECIES, p, i));
      right = right.max(FloatVector.fromArray(SPECIES, p, i + COUNT));
    }
    left.mul(scale).intoArray(shift, 0);
    right.mul(scale).intoArray(shift, COUNT);
  }

  private static void sums(float[] p, int po, int keys, float[] sum) {
    FloatVector left = FloatVector.zero(SPECIES);
    FloatVector right = FloatVector.zero(SPECIES);
    for (int r = 0; r < keys; r++) {
      int i = po + r * PANEL;
      left = left.add(FloatVector.fromArray(SPECIES, p, i));
      right = right.add(FloatVector.fromArray(SPECIES, p, i + COUNT));
    }
    left.intoArray(sum, 0);
    right.intoArray(sum, COUNT);
  }

  @Override
  public void softmax(float[] p, int po, int keys, float scale, float[] logSumExp, int so) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    FloatVector left = FloatVector.fromArray(SPECIES, logSumExp, so).neg();
    FloatVector right = FloatVector.fromArray(SPECIES, logSumExp, so + COUNT).neg();
    for (int r = 0; r < keys; r++) {
      int i = po + r * PANEL;
      FloatVector.fromArray(SPECIES, p, i).fma(factor, left).intoArray(p, i);
      FloatVector.fromArray(SPECIES, p, i + COUNT).fma(factor, right).intoArray(p, i + COUNT);
    }
    elements.exp(p, po, keys * PANEL);
  }

  @Override
  public void throughSoftmax(float[] p, float[] dp, int po, int keys, float scale) {
    FloatVector left = FloatVector.zero(SPECIES);
    FloatVector right = FloatVector.zero(SPECIES);
    for (int r = 0; r < keys; r++) {
      int i = po + r * PANEL;
      left = FloatVector.fromArray(SPECIES, p, i).fma(FloatVector.fromArray(SPECIES, dp, i), left);
      right =
          FloatVector.fromArray(SPECIES, p, i + COUNT)
              .fma(FloatVector.fromArray(SPECIES, dp, i + COUNT), right);
    }
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    for (int r = 0; r < keys; r++) {
      int i = po + r * PANEL;
      FloatVector.fromArray(SPECIES, p, i)
          .mul(FloatVector.fromArray(SPECIES, dp, i).sub(left))
          .mul(factor)
          .intoArray(dp, i);
      FloatVector.fromArray(SPECIES, p, i + COUNT)
          .mul(FloatVector.fromArray(SPECIES, dp, i + COUNT).sub(right))
          .mul(factor)
          .intoArray(dp, i + COUNT);
    }
  }
}
