package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MatrixMath} with the Vector API: a block of four rows by two (or one) vectors stays in
 * registers over the whole inner dimension.
 */
final class VectorMatrices implements MatrixMath {

  @Override
  public int columns() {
    return Lanes.COUNT;
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
    int j = 0;
    for (; j + Lanes.COUNT < n; j += 2 * Lanes.COUNT) {
      for (int i = 0; i < m; i += ROWS) {
        int from = ao + i * aRow;
        int to = co + i * cRow + j;
        two(k, a, from, aRow, aColumn, b, bo + j, bRow, c, to, cRow, accumulate);
      }
    }
    if (j < n) {
      for (int i = 0; i < m; i += ROWS) {
        int from = ao + i * aRow;
        int to = co + i * cRow + j;
        one(k, a, from, aRow, aColumn, b, bo + j, bRow, c, to, cRow, accumulate);
      }
    }
  }

  private static FloatVector start(float[] c, int o, boolean accumulate) {
    return accumulate ? Lanes.load(c, o) : Lanes.zero();
  }

  private static FloatVector value(float[] a, int o) {
    return FloatVector.broadcast(Lanes.SPECIES, a[o]);
  }

  private static void two(
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
    int right = Lanes.COUNT;
    FloatVector c00 = start(c, co, accumulate);
    FloatVector c01 = start(c, co + right, accumulate);
    FloatVector c10 = start(c, co + cRow, accumulate);
    FloatVector c11 = start(c, co + cRow + right, accumulate);
    FloatVector c20 = start(c, co + 2 * cRow, accumulate);
    FloatVector c21 = start(c, co + 2 * cRow + right, accumulate);
    FloatVector c30 = start(c, co + 3 * cRow, accumulate);
    FloatVector c31 = start(c, co + 3 * cRow + right, accumulate);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = Lanes.load(b, bp);
      FloatVector b1 = Lanes.load(b, bp + right);
      FloatVector a0 = value(a, ap);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = value(a, ap + aRow);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = value(a, ap + 2 * aRow);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = value(a, ap + 3 * aRow);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      ap += aColumn;
      bp += bRow;
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + right);
    c10.intoArray(c, co + cRow);
    c11.intoArray(c, co + cRow + right);
    c20.intoArray(c, co + 2 * cRow);
    c21.intoArray(c, co + 2 * cRow + right);
    c30.intoArray(c, co + 3 * cRow);
    c31.intoArray(c, co + 3 * cRow + right);
  }

  private static void one(
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
    FloatVector c0 = start(c, co, accumulate);
    FloatVector c1 = start(c, co + cRow, accumulate);
    FloatVector c2 = start(c, co + 2 * cRow, accumulate);
    FloatVector c3 = start(c, co + 3 * cRow, accumulate);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = Lanes.load(b, bp);
      c0 = value(a, ap).fma(b0, c0);
      c1 = value(a, ap + aRow).fma(b0, c1);
      c2 = value(a, ap + 2 * aRow).fma(b0, c2);
      c3 = value(a, ap + 3 * aRow).fma(b0, c3);
      ap += aColumn;
      bp += bRow;
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + cRow);
    c2.intoArray(c, co + 2 * cRow);
    c3.intoArray(c, co + 3 * cRow);
  }
}
