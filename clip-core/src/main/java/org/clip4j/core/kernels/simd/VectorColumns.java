package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** {@link ColumnMath} with the Vector API. */
final class VectorColumns implements ColumnMath {

  @Override
  public void addToRows(float[] x, int rows, int n, float[] v) {
    int whole = Lanes.whole(n);
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < whole; i += COUNT) {
        FloatVector.fromArray(SPECIES, x, o + i)
            .add(FloatVector.fromArray(SPECIES, v, i))
            .intoArray(x, o + i);
      }
      for (int i = whole; i < n; i++) {
        x[o + i] += v[i];
      }
    }
  }

  @Override
  public void addRows(float[] x, int xo, int rows, float[] sum, int so, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector s = FloatVector.fromArray(SPECIES, sum, so + i);
      int o = xo + i;
      for (int r = 0; r < rows; r++) {
        s = s.add(FloatVector.fromArray(SPECIES, x, o));
        o += n;
      }
      s.intoArray(sum, so + i);
    }
    for (int i = whole; i < n; i++) {
      float s = sum[so + i];
      for (int r = 0; r < rows; r++) {
        s += x[xo + r * n + i];
      }
      sum[so + i] = s;
    }
  }

  @Override
  public void maxRows(float[] x, int rows, int n, float[] max) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector m = FloatVector.fromArray(SPECIES, max, i);
      int o = i;
      for (int r = 0; r < rows; r++) {
        m = m.max(FloatVector.fromArray(SPECIES, x, o));
        o += n;
      }
      m.intoArray(max, i);
    }
    for (int i = whole; i < n; i++) {
      for (int r = 0; r < rows; r++) {
        max[i] = Math.max(max[i], x[r * n + i]);
      }
    }
  }

  @Override
  public void scaleAndShift(float[] x, int rows, int n, float scale, float[] shift, int so) {
    int whole = Lanes.whole(n);
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector less = FloatVector.fromArray(SPECIES, shift, so + i).neg();
      int o = i;
      for (int r = 0; r < rows; r++) {
        FloatVector.fromArray(SPECIES, x, o).fma(factor, less).intoArray(x, o);
        o += n;
      }
    }
    for (int i = whole; i < n; i++) {
      for (int r = 0; r < rows; r++) {
        x[r * n + i] = Math.fma(x[r * n + i], scale, -shift[so + i]);
      }
    }
  }
}
