package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.ScalarMatrices.PANEL;

import java.util.Arrays;

/** {@link PanelMath} in plain loops. */
final class ScalarPanels implements PanelMath {

  @Override
  public void pack(int rows, int n, float[] x, int xo, int stride, float[] to, int panelSize) {
    for (int c = 0; c < n; c += PANEL) {
      int width = Math.min(PANEL, n - c);
      for (int r = 0; r < rows; r++) {
        int row = c / PANEL * panelSize + r * PANEL;
        System.arraycopy(x, xo + r * stride + c, to, row, width);
        Arrays.fill(to, row + width, row + PANEL, 0f);
      }
    }
  }

  @Override
  public void unpack(int rows, int n, float[] from, int panelSize, float[] x, int xo, int stride) {
    for (int c = 0; c < n; c += PANEL) {
      int width = Math.min(PANEL, n - c);
      for (int r = 0; r < rows; r++) {
        int row = c / PANEL * panelSize + r * PANEL;
        System.arraycopy(from, row, x, xo + r * stride + c, width);
      }
    }
  }

  @Override
  public void transpose(int rows, float[] from, int fo, float[] to, int at) {
    for (int c = 0; c < PANEL; c++) {
      for (int r = 0; r < rows; r++) {
        to[at + c * PANEL + r] = from[fo + r * PANEL + c];
      }
      Arrays.fill(to, at + c * PANEL + rows, at + (c + 1) * PANEL, 0f);
    }
  }

  @Override
  public void softmax(float[] p, int po, int keys, float scale, float[] shift, float[] sum) {
    int end = po + keys * PANEL;
    for (int c = 0; c < PANEL; c++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int i = po + c; i < end; i += PANEL) {
        most = Math.max(most, p[i]);
      }
      shift[c] = most * scale;
      float total = 0;
      for (int i = po + c; i < end; i += PANEL) {
        p[i] = FloatMath.exp(Math.fma(p[i], scale, -shift[c]));
        total += p[i];
      }
      sum[c] = total;
      float factor = 1 / total;
      for (int i = po + c; i < end; i += PANEL) {
        p[i] *= factor;
      }
    }
  }

  @Override
  public void softmax(float[] p, int po, int keys, float scale, float[] logSumExp, int so) {
    for (int r = 0; r < keys; r++) {
      for (int c = 0; c < PANEL; c++) {
        int i = po + r * PANEL + c;
        p[i] = FloatMath.exp(Math.fma(p[i], scale, -logSumExp[so + c]));
      }
    }
  }

  @Override
  public void throughSoftmax(float[] p, float[] dp, int po, int keys, float scale) {
    int end = po + keys * PANEL;
    for (int c = 0; c < PANEL; c++) {
      float kept = 0;
      for (int i = po + c; i < end; i += PANEL) {
        kept = Math.fma(p[i], dp[i], kept);
      }
      for (int i = po + c; i < end; i += PANEL) {
        dp[i] = p[i] * (dp[i] - kept) * scale;
      }
    }
  }
}
