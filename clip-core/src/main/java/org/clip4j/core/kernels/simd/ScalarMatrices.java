package org.clip4j.core.kernels.simd;

import java.util.Arrays;

/** {@link MatrixMath} in plain loops. */
final class ScalarMatrices implements MatrixMath {

  static final int PANEL = 8;

  @Override
  public int panel() {
    return PANEL;
  }

  @Override
  public void addProduct(
      int m, int k, float[] a, int ao, int aPanel, float[] b, int bo, float[] c, int co) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        float factor = a[ao + p / PANEL * aPanel + i * PANEL + p % PANEL];
        addRow(factor, b, bo + p * PANEL, c, co + i * PANEL);
      }
    }
  }

  @Override
  public void transposedProduct(
      int m, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    Arrays.fill(c, co, co + m * PANEL, 0f);
    for (int p = 0; p < k; p++) {
      for (int i = 0; i < m; i++) {
        addRow(a[ao + p * PANEL + i], b, bo + p * PANEL, c, co + i * PANEL);
      }
    }
  }

  private static void addRow(float factor, float[] b, int from, float[] c, int to) {
    for (int j = 0; j < PANEL; j++) {
      c[to + j] = Math.fma(factor, b[from + j], c[to + j]);
    }
  }
}
