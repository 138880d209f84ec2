package org.clip4j.core.kernels.simd;

import jdk.incubator.vector.FloatVector;

/** {@link NormMath} with the Vector API. */
final class VectorNorms implements NormMath {

  @Override
  public void forward(
      float[] x,
      int rows,
      int n,
      float[] gain,
      float[] bias,
      float epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    int whole = Lanes.whole(n);
    float[] lanes = new float[Lanes.COUNT];
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      float average = sum(x, o, n, whole, lanes) / n;
      float squares = squares(x, o, n, whole, average, lanes);
      float inverse = ScalarNorms.inverseRoot(squares / n + epsilon);
      mean[r] = average;
      rstd[r] = inverse;
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        Lanes.load(x, o + i)
            .sub(average)
            .mul(inverse)
            .fma(Lanes.load(gain, i), Lanes.load(bias, i))
            .intoArray(y, o + i);
      }
      for (int i = whole; i < n; i++) {
        y[o + i] = Math.fma((x[o + i] - average) * inverse, gain[i], bias[i]);
      }
    }
  }

  private static float sum(float[] x, int o, int n, int whole, float[] lanes) {
    FloatVector sums = Lanes.zero();
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      sums = sums.add(Lanes.load(x, o + i));
    }
    float sum = Lanes.sum(sums, lanes);
    for (int i = whole; i < n; i++) {
      sum += x[o + i];
    }
    return sum;
  }

  private static float squares(float[] x, int o, int n, int whole, float average, float[] lanes) {
    FloatVector sums = Lanes.zero();
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector centred = Lanes.load(x, o + i).sub(average);
      sums = centred.fma(centred, sums);
    }
    float sum = Lanes.sum(sums, lanes);
    for (int i = whole; i < n; i++) {
      float centred = x[o + i] - average;
      sum = Math.fma(centred, centred, sum);
    }
    return sum;
  }

  @Override
  public void backward(
      float[] dy,
      float[] x,
      int rows,
      int n,
      float[] gain,
      float[] mean,
      float[] rstd,
      float[] dx,
      boolean accumulate,
      float[] sums,
      int so) {
    int whole = Lanes.whole(n);
    float[] lanes = new float[Lanes.COUNT];
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      FloatVector sumLanes = Lanes.zero();
      FloatVector projectionLanes = Lanes.zero();
      for (int i = 0; i < whole; i += Lanes.COUNT) {
        FloatVector d = Lanes.load(dy, o + i);
        FloatVector normal = Lanes.load(x, o + i).sub(mean[r]).mul(rstd[r]);
        FloatVector scaled = d.mul(Lanes.load(gain, i));
        sumLanes = sumLanes.add(scaled);
        projectionLanes = scaled.fma(normal, projectionLanes);
        d.fma(normal, Lanes.load(sums, so + i)).intoArray(sums, so + i);
        Lanes.load(sums, so + n + i).add(d).intoArray(sums, so + n + i);
      }
      float sum = Lanes.sum(sumLanes, lanes);
      float projection = Lanes.sum(projectionLanes, lanes);
      for (int i = whole; i < n; i++) {
        float normal = (x[o + i] - mean[r]) * rstd[r];
        float scaled = dy[o + i] * gain[i];
        sum += scaled;
        projection = Math.fma(scaled, normal, projection);
        sums[so + i] = Math.fma(dy[o + i], normal, sums[so + i]);
        sums[so + n + i] += dy[o + i];
      }
      input(dy, x, o, n, gain, mean[r], rstd[r], dx, accumulate, sum / n, projection / n);
    }
  }

  /** The gradient of one row's input. */
  private static void input(
      float[] dy,
      float[] x,
      int o,
      int n,
      float[] gain,
      float mean,
      float rstd,
      float[] dx,
      boolean accumulate,
      float sum,
      float projection) {
    int whole = Lanes.whole(n);
    FloatVector less = FloatVector.broadcast(Lanes.SPECIES, -projection);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector normal = Lanes.load(x, o + i).sub(mean).mul(rstd);
      FloatVector scaled = Lanes.load(dy, o + i).mul(Lanes.load(gain, i)).sub(sum);
      FloatVector d = normal.fma(less, scaled).mul(rstd);
      (accumulate ? Lanes.load(dx, o + i).add(d) : d).intoArray(dx, o + i);
    }
    for (int i = whole; i < n; i++) {
      float d = ScalarNorms.backward(dy[o + i], x[o + i], gain[i], mean, rstd, sum, projection);
      dx[o + i] = accumulate ? dx[o + i] + d : d;
    }
  }
}
