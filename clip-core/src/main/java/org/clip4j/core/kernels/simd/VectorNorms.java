package org.clip4j.core.kernels.simd;

import static org.clip4j.core.kernels.simd.Lanes.COUNT;
import static org.clip4j.core.kernels.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * {@link NormMath} with the Vector API. Some rows go through each step together: the steps of one
 * row wait for one another, those of several rows need not.
 */
final class VectorNorms implements NormMath {

  /** Rows that go together. */
  private static final int BLOCK = 8;

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
    float[] lanes = new float[BLOCK * COUNT];
    for (int from = 0; from < rows; from += BLOCK) {
      int to = Math.min(rows, from + BLOCK);
      means(x, from, to, n, lanes, mean);
      inverseDeviations(x, from, to, n, epsilon, lanes, mean, rstd);
      for (int r = from; r < to; r++) {
        normalise(x, r * n, n, gain, bias, y, mean[r], rstd[r]);
      }
    }
  }

  private static void means(float[] x, int from, int to, int n, float[] lanes, float[] mean) {
    for (int r = from; r < to; r++) {
      sumLanes(x, r * n, n, lanes, (r - from) * COUNT);
    }
    int whole = Lanes.whole(n);
    for (int r = from; r < to; r++) {
      float sum = Lanes.sum(lanes, (r - from) * COUNT);
      for (int i = whole; i < n; i++) {
        sum += x[r * n + i];
      }
      mean[r] = sum / n;
    }
  }

  private static void sumLanes(float[] x, int o, int n, float[] lanes, int at) {
    int whole = Lanes.whole(n);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      sums = sums.add(FloatVector.fromArray(SPECIES, x, o + i));
    }
    sums.intoArray(lanes, at);
  }

  private static void inverseDeviations(
      float[] x,
      int from,
      int to,
      int n,
      float epsilon,
      float[] lanes,
      float[] mean,
      float[] rstd) {
    for (int r = from; r < to; r++) {
      squareLanes(x, r * n, n, mean[r], lanes, (r - from) * COUNT);
    }
    int whole = Lanes.whole(n);
    for (int r = from; r < to; r++) {
      float squares = Lanes.sum(lanes, (r - from) * COUNT);
      for (int i = whole; i < n; i++) {
        float centred = x[r * n + i] - mean[r];
        squares = Math.fma(centred, centred, squares);
      }
      rstd[r] = ScalarNorms.inverseRoot(squares / n + epsilon);
    }
  }

  private static void squareLanes(float[] x, int o, int n, float mean, float[] lanes, int at) {
    int whole = Lanes.whole(n);
    FloatVector average = FloatVector.broadcast(SPECIES, mean);
    FloatVector sums = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector centred = FloatVector.fromArray(SPECIES, x, o + i).sub(average);
      sums = centred.fma(centred, sums);
    }
    sums.intoArray(lanes, at);
  }

  private static void normalise(
      float[] x, int o, int n, float[] gain, float[] bias, float[] y, float mean, float rstd) {
    int whole = Lanes.whole(n);
    FloatVector average = FloatVector.broadcast(SPECIES, mean);
    FloatVector inverse = FloatVector.broadcast(SPECIES, rstd);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, o + i)
          .sub(average)
          .mul(inverse)
          .fma(FloatVector.fromArray(SPECIES, gain, i), FloatVector.fromArray(SPECIES, bias, i))
          .intoArray(y, o + i);
    }
    for (int i = whole; i < n; i++) {
      y[o + i] = Math.fma((x[o + i] - mean) * rstd, gain[i], bias[i]);
    }
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
    parameters(dy, x, rows, n, mean, rstd, sums, so);
    float[] lanes = new float[2 * BLOCK * COUNT];
    int whole = Lanes.whole(n);
    for (int from = 0; from < rows; from += BLOCK) {
      int to = Math.min(rows, from + BLOCK);
      for (int r = from; r < to; r++) {
        projectionLanes(dy, x, r * n, n, gain, mean[r], rstd[r], lanes, 2 * (r - from) * COUNT);
      }
      for (int r = from; r < to; r++) {
        int o = r * n;
        float sum = Lanes.sum(lanes, 2 * (r - from) * COUNT);
        float projection = Lanes.sum(lanes, (2 * (r - from) + 1) * COUNT);
        for (int i = whole; i < n; i++) {
          float scaled = dy[o + i] * gain[i];
          sum += scaled;
          projection = Math.fma(scaled, (x[o + i] - mean[r]) * rstd[r], projection);
        }
        input(dy, x, o, n, gain, mean[r], rstd[r], dx, accumulate, sum / n, projection / n);
      }
    }
  }

  /** Adds to the gradients of gain and bias, some columns of all rows at a time. */
  private static void parameters(
      float[] dy, float[] x, int rows, int n, float[] mean, float[] rstd, float[] sums, int so) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector toGain = FloatVector.fromArray(SPECIES, sums, so + i);
      FloatVector toBias = FloatVector.fromArray(SPECIES, sums, so + n + i);
      int o = i;
      for (int r = 0; r < rows; r++) {
        FloatVector d = FloatVector.fromArray(SPECIES, dy, o);
        FloatVector normal = FloatVector.fromArray(SPECIES, x, o).sub(mean[r]).mul(rstd[r]);
        toGain = d.fma(normal, toGain);
        toBias = toBias.add(d);
        o += n;
      }
      toGain.intoArray(sums, so + i);
      toBias.intoArray(sums, so + n + i);
    }
    for (int i = whole; i < n; i++) {
      for (int r = 0; r < rows; r++) {
        float d = dy[r * n + i];
        sums[so + i] = Math.fma(d, (x[r * n + i] - mean[r]) * rstd[r], sums[so + i]);
        sums[so + n + i] += d;
      }
    }
  }

  /** The lanes of one row's sum of gradients, and of their product with the normalised row. */
  private static void projectionLanes(
      float[] dy,
      float[] x,
      int o,
      int n,
      float[] gain,
      float mean,
      float rstd,
      float[] lanes,
      int at) {
    int whole = Lanes.whole(n);
    FloatVector average = FloatVector.broadcast(SPECIES, mean);
    FloatVector inverse = FloatVector.broadcast(SPECIES, rstd);
    FloatVector sums = FloatVector.zero(SPECIES);
    FloatVector projections = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector scaled =
          FloatVector.fromArray(SPECIES, dy, o + i).mul(FloatVector.fromArray(SPECIES, gain, i));
      FloatVector normal = FloatVector.fromArray(SPECIES, x, o + i).sub(average).mul(inverse);
      sums = sums.add(scaled);
      projections = scaled.fma(normal, projections);
    }
    sums.intoArray(lanes, at);
    projections.intoArray(lanes, at + COUNT);
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
