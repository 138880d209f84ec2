package org.clip4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Values over steps, thinned to what a screen can show. */
record Curve(List<Point> points) {

  private static final int MOST_POINTS = 240;
  private static final int SMOOTH_FROM = 40;

  /** Takes what is there: values that are NaN are absent. */
  static <T> Curve of(List<T> lines, ToLongFunction<T> step, ToDoubleFunction<T> value) {
    List<Point> points = new ArrayList<>();
    for (T line : lines) {
      double y = value.applyAsDouble(line);
      if (Double.isFinite(y)) {
        points.add(new Point(step.applyAsLong(line), y));
      }
    }
    return new Curve(thin(points));
  }

  /** Means of runs of equal length; the first and the last step keep their places. */
  private static List<Point> thin(List<Point> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<Point> thinned = new ArrayList<>(MOST_POINTS);
    for (int bucket = 0; bucket < MOST_POINTS; bucket++) {
      int from = (int) ((long) bucket * points.size() / MOST_POINTS);
      int to = (int) ((long) (bucket + 1) * points.size() / MOST_POINTS);
      double sum = 0;
      for (Point point : points.subList(from, to)) {
        sum += point.y() / (to - from);
      }
      long step = points.get(bucket == 0 ? from : to - 1).step();
      thinned.add(new Point(step, sum));
    }
    return thinned;
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  Point first() {
    return points.get(0);
  }

  Point last() {
    return points.get(points.size() - 1);
  }

  double least() {
    return points.stream().mapToDouble(Point::y).min().orElse(Double.NaN);
  }

  double most() {
    return points.stream().mapToDouble(Point::y).max().orElse(Double.NaN);
  }

  /** Whether there are enough points for a smoothed line to say more than they do. */
  boolean canBeSmoothed() {
    return points.size() >= SMOOTH_FROM;
  }

  /**
   * A centred moving average over a twentieth of the curve; towards the ends the window shrinks.
   */
  Curve smoothed() {
    int n = points.size();
    List<Point> smooth = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int reach = Math.min(n / 40, Math.min(i, n - 1 - i));
      double sum = 0;
      for (Point point : points.subList(i - reach, i + reach + 1)) {
        sum += point.y();
      }
      smooth.add(new Point(points.get(i).step(), sum / (2 * reach + 1)));
    }
    return new Curve(smooth);
  }

  /** One value. */
  record Point(long step, double y) {}
}
