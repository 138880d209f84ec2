package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MatrixMath} with the Vector API: a block of four rows by the two vectors of a panel stays
 * in registers over the whole inner dimension.
 */
final class VectorMatrices implements MatrixMath {

  static final int PANEL = 2 * COUNT;

  @Override
  public int panel() {
    return PANEL;
  }

  @Override
  public void addProduct(
      int m, int k, float[] a, int ao, int aPanel, float[] b, int bo, float[] c, int co) {
    int panels = k / PANEL;
    int rest = k % PANEL;
    for (int i = 0; i < m * PANEL; i += ROWS * PANEL) {
      if (panels > 0) {
        wholePanels(panels, a, ao + i, aPanel, b, bo, c, co + i);
      }
      if (rest > 0) {
        partOfPanel(rest, a, ao + i + panels * aPanel, b, bo + panels * PANEL * PANEL, c, co + i);
      }
    }
  }

  /** The inner loop's length is a constant, without which the compiler makes objects of vectors. */
  private static void wholePanels(
      int panels, float[] a, int ao, int aPanel, float[] b, int bo, float[] c, int co) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, co);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, co + COUNT);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, co + PANEL);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, co + PANEL + COUNT);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, co + 2 * PANEL);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, co + 2 * PANEL + COUNT);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, co + 3 * PANEL);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, co + 3 * PANEL + COUNT);
    for (int q = 0; q < panels; q++) {
      int aq = ao + q * aPanel;
      int bq = bo + q * PANEL * PANEL;
      for (int p = 0; p < PANEL; p++) {
        int bp = bq + p * PANEL;
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + COUNT);
        FloatVector a0 = FloatVector.broadcast(SPECIES, a[aq + p]);
        c00 = a0.fma(b0, c00);
        c01 = a0.fma(b1, c01);
        FloatVector a1 = FloatVector.broadcast(SPECIES, a[aq + PANEL + p]);
        c10 = a1.fma(b0, c10);
        c11 = a1.fma(b1, c11);
        FloatVector a2 = FloatVector.broadcast(SPECIES, a[aq + 2 * PANEL + p]);
        c20 = a2.fma(b0, c20);
        c21 = a2.fma(b1, c21);
        FloatVector a3 = FloatVector.broadcast(SPECIES, a[aq + 3 * PANEL + p]);
        c30 = a3.fma(b0, c30);
        c31 = a3.fma(b1, c31);
      }
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + COUNT);
    c10.intoArray(c, co + PANEL);
    c11.intoArray(c, co + PANEL + COUNT);
    c20.intoArray(c, co + 2 * PANEL);
    c21.intoArray(c, co + 2 * PANEL + COUNT);
    c30.intoArray(c, co + 3 * PANEL);
    c31.intoArray(c, co + 3 * PANEL + COUNT);
  }

  private static void partOfPanel(int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, co);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, co + COUNT);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, co + PANEL);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, co + PANEL + COUNT);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, co + 2 * PANEL);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, co + 2 * PANEL + COUNT);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, co + 3 * PANEL);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, co + 3 * PANEL + COUNT);
    for (int p = 0; p < k; p++) {
      int bp = bo + p * PANEL;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + COUNT);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ao + p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ao + PANEL + p]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ao + 2 * PANEL + p]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ao + 3 * PANEL + p]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + COUNT);
    c10.intoArray(c, co + PANEL);
    c11.intoArray(c, co + PANEL + COUNT);
    c20.intoArray(c, co + 2 * PANEL);
    c21.intoArray(c, co + 2 * PANEL + COUNT);
    c30.intoArray(c, co + 3 * PANEL);
    c31.intoArray(c, co + 3 * PANEL + COUNT);
  }

  @Override
  public void transposedProduct(
      int m, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    for (int i = 0; i < m; i += ROWS) {
      transposed(k, a, ao + i, b, bo, c, co + i * PANEL);
    }
  }

  private static void transposed(int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      int ap = ao + p * PANEL;
      int bp = bo + p * PANEL;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + COUNT);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, co);
    c01.intoArray(c, co + COUNT);
    c10.intoArray(c, co + PANEL);
    c11.intoArray(c, co + PANEL + COUNT);
    c20.intoArray(c, co + 2 * PANEL);
    c21.intoArray(c, co + 2 * PANEL + COUNT);
    c30.intoArray(c, co + 3 * PANEL);
    c31.intoArray(c, co + 3 * PANEL + COUNT);
  }
}
