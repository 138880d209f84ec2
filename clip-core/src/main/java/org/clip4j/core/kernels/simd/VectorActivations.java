package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;

/** {@link ActivationMath} with the Vector API. */
final class VectorActivations implements ActivationMath {

  @Override
  public void gelu(float[] x, int rows, int n, float[] bias, float[] y) {
    int whole = Lanes.whole(n);
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        FloatVector in = Lanes.load(x, o + i).add(Lanes.load(bias, i));
        VectorFunctions.gelu(in).intoArray(y, o + i);
      }
      for (int i = whole; i < n; i++) {
        y[o + i] = FloatMath.gelu(x[o + i] + bias[i]);
      }
    }
  }

  @Override
  public void quickGelu(float[] x, int rows, int n, float[] bias, float[] y) {
    int whole = Lanes.whole(n);
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        FloatVector in = Lanes.load(x, o + i).add(Lanes.load(bias, i));
        VectorFunctions.quickGelu(in).intoArray(y, o + i);
      }
      for (int i = whole; i < n; i++) {
        y[o + i] = FloatMath.quickGelu(x[o + i] + bias[i]);
      }
    }
  }

  @Override
  public void geluBackward(
      float[] dy, float[] x, int rows, int n, float[] bias, float[] dx, float[] sums, int so) {
    int whole = Lanes.whole(n);
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        FloatVector in = Lanes.load(x, o + i).add(Lanes.load(bias, i));
        FloatVector d = Lanes.load(dy, o + i).mul(VectorFunctions.geluSlope(in));
        d.intoArray(dx, o + i);
        Lanes.load(sums, so + i).add(d).intoArray(sums, so + i);
      }
      for (int i = whole; i < n; i++) {
        float d = dy[o + i] * FloatMath.geluSlope(x[o + i] + bias[i]);
        dx[o + i] = d;
        sums[so + i] += d;
      }
    }
  }

  @Override
  public void quickGeluBackward(
      float[] dy, float[] x, int rows, int n, float[] bias, float[] dx, float[] sums, int so) {
    int whole = Lanes.whole(n);
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        FloatVector in = Lanes.load(x, o + i).add(Lanes.load(bias, i));
        FloatVector d = Lanes.load(dy, o + i).mul(VectorFunctions.quickGeluSlope(in));
        d.intoArray(dx, o + i);
        Lanes.load(sums, so + i).add(d).intoArray(sums, so + i);
      }
      for (int i = whole; i < n; i++) {
        float d = dy[o + i] * FloatMath.quickGeluSlope(x[o + i] + bias[i]);
        dx[o + i] = d;
        sums[so + i] += d;
      }
    }
  }
}
