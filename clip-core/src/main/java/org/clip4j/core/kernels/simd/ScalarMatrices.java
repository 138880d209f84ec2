package org.clip4j.core.kernels.simd;

import java.util.Arrays;

/** {@link MatrixMath} in plain loops. */
final class ScalarMatrices implements MatrixMath {

  @Override
  public int columns() {
    return 4;
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int aRow,
      int aColumn,
      float[] b,
      int bo,
      int bRow,
      float[] c,
      int co,
      int cRow,
      boolean accumulate) {
    for (int i = 0; i < m; i++) {
      int row = co + i * cRow;
      if (!accumulate) {
        Arrays.fill(c, row, row + n, 0f);
      }
      for (int p = 0; p < k; p++) {
        float factor = a[ao + i * aRow + p * aColumn];
        int from = bo + p * bRow;
        for (int j = 0; j < n; j++) {
          c[row + j] = Math.fma(factor, b[from + j], c[row + j]);
        }
      }
    }
  }
}
