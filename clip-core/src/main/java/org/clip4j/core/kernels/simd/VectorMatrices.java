package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MatrixMath} with the Vector API: a block of four rows by two (or one) vectors stays in
 * registers over the whole inner dimension.
 */
final class VectorMatrices implements MatrixMath {

  @Override
  public int columns() {
    return COUNT;
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
    for (; j + COUNT < n; j += 2 * COUNT) {
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
    int right = COUNT;
    FloatVector c00 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co) : FloatVector.zero(SPECIES);
    FloatVector c01 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + right) : FloatVector.zero(SPECIES);
    FloatVector c10 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + cRow) : FloatVector.zero(SPECIES);
    FloatVector c11 =
        accumulate
            ? FloatVector.fromArray(SPECIES, c, co + cRow + right)
            : FloatVector.zero(SPECIES);
    FloatVector c20 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + 2 * cRow) : FloatVector.zero(SPECIES);
    FloatVector c21 =
        accumulate
            ? FloatVector.fromArray(SPECIES, c, co + 2 * cRow + right)
            : FloatVector.zero(SPECIES);
    FloatVector c30 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + 3 * cRow) : FloatVector.zero(SPECIES);
    FloatVector c31 =
        accumulate
            ? FloatVector.fromArray(SPECIES, c, co + 3 * cRow + right)
            : FloatVector.zero(SPECIES);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + right);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3 * aRow]);
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
    FloatVector c0 = accumulate ? FloatVector.fromArray(SPECIES, c, co) : FloatVector.zero(SPECIES);
    FloatVector c1 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + cRow) : FloatVector.zero(SPECIES);
    FloatVector c2 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + 2 * cRow) : FloatVector.zero(SPECIES);
    FloatVector c3 =
        accumulate ? FloatVector.fromArray(SPECIES, c, co + 3 * cRow) : FloatVector.zero(SPECIES);
    int ap = ao;
    int bp = bo;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      c0 = FloatVector.broadcast(SPECIES, a[ap]).fma(b0, c0);
      c1 = FloatVector.broadcast(SPECIES, a[ap + aRow]).fma(b0, c1);
      c2 = FloatVector.broadcast(SPECIES, a[ap + 2 * aRow]).fma(b0, c2);
      c3 = FloatVector.broadcast(SPECIES, a[ap + 3 * aRow]).fma(b0, c3);
      ap += aColumn;
      bp += bRow;
    }
    c0.intoArray(c, co);
    c1.intoArray(c, co + cRow);
    c2.intoArray(c, co + 2 * cRow);
    c3.intoArray(c, co + 3 * cRow);
  }
}
