package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

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
    float[] lanes = new float[COUNT];
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      float average = sum(x, o, n, whole, lanes) / n;
      float squares = squares(x, o, n, whole, average, lanes);
      float inverse = ScalarNorms.inverseRoot(squares / n + epsilon);
      mean[r] = average;
      rstd[r] = inverse;
      for (int i = 0; i < whole; i += COUNT) {
        FloatVector.fromArray(SPECIES, x, o + i)
            .sub(average)
            .mul(inverse)
            .fma(FloatVector.fromArray(SPECIES, gain, i), FloatVector.fromArray(SPECIES, bias, i))
            .intoArray(y, o + i);
      }
      for (int i = whole; i < n; i++) {
        y[o + i] = Math.fma((x[o + i] - average) * inverse, gain[i], bias[i]);
      }
    }
  }

  private static float sum(float[] x, int o, int n, int whole, float[] lanes) {
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      sums = sums.add(FloatVector.fromArray(SPECIES, x, o + i));
    }
    sums.intoArray(lanes, 0);
    float sum = Lanes.sum(lanes);
    for (int i = whole; i < n; i++) {
      sum += x[o + i];
    }
    return sum;
  }

  private static float squares(float[] x, int o, int n, int whole, float average, float[] lanes) {
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector centred = FloatVector.fromArray(SPECIES, x, o + i).sub(average);
      sums = centred.fma(centred, sums);
    }
    sums.intoArray(lanes, 0);
    float sum = Lanes.sum(lanes);
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
    float[] lanes = new float[COUNT];
    for (int r = 0; r < rows; r++) {
      int o = r * n;
      FloatVector sumLanes = FloatVector.zero(SPECIES);
      FloatVector projectionLanes = FloatVector.zero(SPECIES);
      for (int i = 0; i < whole; i += COUNT) {
        FloatVector d = FloatVector.fromArray(SPECIES, dy, o + i);
        FloatVector normal = FloatVector.fromArray(SPECIES, x, o + i).sub(mean[r]).mul(rstd[r]);
        FloatVector scaled = d.mul(FloatVector.fromArray(SPECIES, gain, i));
        sumLanes = sumLanes.add(scaled);
        projectionLanes = scaled.fma(normal, projectionLanes);
        d.fma(normal, FloatVector.fromArray(SPECIES, sums, so + i)).intoArray(sums, so + i);
        FloatVector.fromArray(SPECIES, sums, so + n + i).add(d).intoArray(sums, so + n + i);
      }
      sumLanes.intoArray(lanes, 0);
      float sum = Lanes.sum(lanes);
      projectionLanes.intoArray(lanes, 0);
      float projection = Lanes.sum(lanes);
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
    FloatVector less = FloatVector.broadcast(SPECIES, -projection);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector normal = FloatVector.fromArray(SPECIES, x, o + i).sub(mean).mul(rstd);
      FloatVector scaled =
          FloatVector.fromArray(SPECIES, dy, o + i)
              .mul(FloatVector.fromArray(SPECIES, gain, i))
              .sub(sum);
      FloatVector d = normal.fma(less, scaled).mul(rstd);
      (accumulate ? FloatVector.fromArray(SPECIES, dx, o + i).add(d) : d).intoArray(dx, o + i);
    }
    for (int i = whole; i < n; i++) {
      float d = ScalarNorms.backward(dy[o + i], x[o + i], gain[i], mean, rstd, sum, projection);
      dx[o + i] = accumulate ? dx[o + i] + d : d;
    }
  }
}
