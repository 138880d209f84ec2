package org.clip4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.clip4j.train.report.Curve.Point;
import org.junit.jupiter.api.Test;

class ChartTest {

  private static Curve curve(double... values) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      indices.add(i);
    }
    return Curve.of(indices, i -> 10L * (i + 1), i -> values[i]);
  }

  @Property
  void anAxisHoldsItsValuesAndFewRoundTicks(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
    double least = Math.min(a, b);
    double most = Math.max(a, b);
    Axis axis = Axis.holding(least, most, 4);
    double slack = 1e-6 * axis.step();
    assertTrue(axis.low() <= least + slack && most - slack <= axis.high(), axis.toString());
    List<Axis.Tick> ticks = axis.ticks("");
    assertTrue(ticks.size() >= 2 && ticks.size() <= 7, axis + " " + ticks);
    assertEquals("0.00", ticks.get(0).at());
    assertEquals("100.00", ticks.get(ticks.size() - 1).at());
    assertEquals(ticks.size(), ticks.stream().map(Axis.Tick::label).distinct().count());
  }

  @Property
  void anAxisOfStepsHasWholeTicks(@ForAll @LongRange(min = 0, max = 1_000_000) long last) {
    Axis axis = Axis.ofSteps(last, 5);
    assertTrue(axis.step() == Math.rint(axis.step()) && axis.step() >= 1, axis.toString());
    List<Axis.Tick> ticks = axis.ticks("");
    assertTrue(ticks.size() >= 2 && ticks.size() <= 7, axis + " " + ticks);
    assertEquals(new Axis.Tick("0.00", "0"), ticks.get(0));
    assertTrue(Double.parseDouble(ticks.get(ticks.size() - 1).at()) >= 60, ticks.toString());
  }

  @Test
  void ticksReadWell() {
    assertEquals(
        List.of("0", "2", "4", "6"),
        Axis.holding(0, 5.5, 4).ticks("").stream().map(Axis.Tick::label).toList());
    assertEquals(
        List.of("0", "0.0005", "0.0010", "0.0015", "0.0020"),
        Axis.holding(0, 0.002, 4).ticks("").stream().map(Axis.Tick::label).toList());
    assertEquals(
        List.of("0", "20k", "40k", "60k"),
        Axis.ofSteps(70_000, 5).ticks("").stream().map(Axis.Tick::label).toList());
    assertEquals(
        List.of("0%", "10%", "20%", "30%", "40%"),
        Axis.holding(0, 33, 4).ticks("%").stream().map(Axis.Tick::label).toList());
  }

  @Property
  void thinningKeepsEndsMeansAndOrder(@ForAll @IntRange(min = 1, max = 3000) int n) {
    List<Long> steps = LongStream.rangeClosed(1, n).boxed().toList();
    Curve curve = Curve.of(steps, s -> s, s -> s % 7);
    assertTrue(curve.points().size() <= 240);
    assertEquals(1, curve.first().step());
    assertEquals(n, curve.last().step());
    long before = 0;
    for (Point point : curve.points()) {
      assertTrue(point.step() > before && point.y() >= 0 && point.y() <= 6);
      before = point.step();
    }
    if (n % 240 == 0) {
      double mean = curve.points().stream().mapToDouble(Point::y).average().orElseThrow();
      assertEquals(steps.stream().mapToDouble(s -> s % 7).average().orElseThrow(), mean, 1e-9);
    }
  }

  @Test
  void smoothingKeepsStraightLinesAndCalmsNoise() {
    double[] line = LongStream.range(0, 100).mapToDouble(i -> 3 - 0.01 * i).toArray();
    List<Point> smooth = curve(line).smoothed().points();
    for (int i = 0; i < line.length; i++) {
      assertEquals(line[i], smooth.get(i).y(), 1e-12);
    }
    double[] noise = LongStream.range(0, 200).mapToDouble(i -> i % 2).toArray();
    Curve calm = curve(noise).smoothed();
    for (Point point : calm.points().subList(5, 195)) {
      assertEquals(0.5, point.y(), 0.1);
    }
  }

  @Test
  void absentValuesAreLeftOutAndAnEmptyChartIsNone() {
    assertTrue(
        new ChartBuilder("Loss", "", Text::number)
            .line("Loss", curve(Double.NaN, Double.POSITIVE_INFINITY))
            .build()
            .isEmpty());
    Chart chart =
        new ChartBuilder("Loss", "", Text::number)
            .fromZero()
            .line("Loss", curve(4, Double.NaN, 2))
            .build()
            .orElseThrow();
    assertEquals(2, chart.lines().get(0).hover().size());
    assertEquals("M33.33 0.00L100.00 50.00", chart.lines().get(0).path());
    assertEquals("2.00", chart.latest());
    assertEquals("Loss: 4.00 at step 10, 2.00 at step 30.", chart.summary());
  }

  @Test
  void oneValueAndFlatLinesHaveAPlace() {
    for (double[] values : new double[][] {{0}, {5}, {-3}, {1e-9, 1e-9}, {7, 7, 7}}) {
      Chart chart =
          new ChartBuilder("x", "", Text::number).line("x", curve(values)).build().orElseThrow();
      assertFalse(chart.lines().get(0).path().contains("NaN"), Arrays.toString(values));
      assertFalse(chart.lines().get(0).dots().isEmpty());
      assertTrue(chart.up().size() >= 2, Arrays.toString(values));
    }
  }

  @Test
  void guidesWidenTheAxis() {
    Chart chart =
        new ChartBuilder("Accuracy", "%", p -> Text.percent(p / 100))
            .fromZero()
            .line("Top-1", curve(1, 2, 3))
            .guide("Baseline", 40)
            .build()
            .orElseThrow();
    assertEquals("100.00", chart.guides().get(0).at());
    assertEquals("40.0%", chart.guides().get(0).value());
    assertEquals("3.00", fromBottom(chart.lines().get(0).path(), 40));
  }

  private static String fromBottom(String path, double high) {
    double fromTop = Double.parseDouble(path.substring(path.lastIndexOf(' ') + 1));
    return String.format(java.util.Locale.ROOT, "%.2f", (100 - fromTop) / 100 * high);
  }
}
