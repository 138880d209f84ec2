package org.clip4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.clip4j.train.report.Curve.Point;

/** Lays out a {@link Chart} from curves. */
final class ChartBuilder {

  private static final int FEW = 30;

  private final String title;
  private final String unit;
  private final DoubleFunction<String> words;
  private final List<String> names = new ArrayList<>();
  private final List<Curve> curves = new ArrayList<>();
  private final List<String> guideNames = new ArrayList<>();
  private final List<Double> guides = new ArrayList<>();
  private boolean wide;
  private boolean smooth;
  private boolean fromZero;

  /**
   * A chart to be.
   *
   * @param unit behind each tick's number
   * @param words a value as it is read out
   */
  ChartBuilder(String title, String unit, DoubleFunction<String> words) {
    this.title = title;
    this.unit = unit;
    this.words = words;
  }

  ChartBuilder wide() {
    wide = true;
    return this;
  }

  ChartBuilder fromZero() {
    fromZero = true;
    return this;
  }

  /** Draws single values faint behind their moving average. */
  ChartBuilder smooth() {
    smooth = true;
    return this;
  }

  ChartBuilder line(String name, Curve curve) {
    if (!curve.isEmpty()) {
      names.add(name);
      curves.add(curve);
    }
    return this;
  }

  ChartBuilder guide(String name, double level) {
    guideNames.add(name);
    guides.add(level);
    return this;
  }

  /** The chart, or nothing if no curve has a value. */
  Optional<Chart> build() {
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    long lastStep = curves.stream().mapToLong(c -> c.last().step()).max().orElseThrow();
    double least = curves.stream().mapToDouble(Curve::least).min().orElseThrow();
    double most = curves.stream().mapToDouble(Curve::most).max().orElseThrow();
    for (double guide : guides) {
      least = Math.min(least, guide);
      most = Math.max(most, guide);
    }
    Axis across = Axis.ofSteps(lastStep, 5);
    Axis up = Axis.holding(fromZero ? Math.min(0, least) : least, most, 4);
    List<Chart.Line> lines = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      lines.add(line(i, across, up));
    }
    List<Chart.Guide> levels = new ArrayList<>();
    for (int i = 0; i < guides.size(); i++) {
      double level = guides.get(i);
      levels.add(new Chart.Guide(guideNames.get(i), up.place(level), words.apply(level)));
    }
    return Optional.of(
        new Chart(
            title,
            wide,
            (curves.size() > 1 ? names.get(0) + " " : "") + words.apply(curves.get(0).last().y()),
            summary(),
            across.ticks(""),
            up.ticks(unit),
            lines,
            levels));
  }

  private Chart.Line line(int index, Axis across, Axis up) {
    Curve curve = curves.get(index);
    boolean smoothed = smooth && curve.canBeSmoothed();
    String own = path(curve, across, up);
    List<Chart.Hover> hover = new ArrayList<>();
    for (Point point : curve.points()) {
      hover.add(
          new Chart.Hover(
              across.place(point.step()),
              up.place(point.y()),
              Text.count(point.step()),
              words.apply(point.y())));
    }
    return new Chart.Line(
        names.get(index),
        index + 1,
        smoothed ? path(curve.smoothed(), across, up) : own,
        smoothed ? own : "",
        curve.points().size() <= FEW ? dots(hover) : "",
        hover);
  }

  private static String path(Curve curve, Axis across, Axis up) {
    StringBuilder path = new StringBuilder();
    for (Point point : curve.points()) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(across.place(point.step()))
          .append(' ')
          .append(fromTop(up.place(point.y())));
    }
    return path.toString();
  }

  /** Lines of no length: with round ends they are dots that do not stretch with the plot. */
  private static String dots(List<Chart.Hover> points) {
    StringBuilder path = new StringBuilder();
    for (Chart.Hover point : points) {
      path.append('M').append(point.x()).append(' ').append(fromTop(point.y())).append("h0");
    }
    return path.toString();
  }

  private static String fromTop(String fromBottom) {
    return String.format(Locale.ROOT, "%.2f", 100 - Double.parseDouble(fromBottom));
  }

  private String summary() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < curves.size(); i++) {
      Point first = curves.get(i).first();
      Point last = curves.get(i).last();
      text.append(names.get(i))
          .append(": ")
          .append(words.apply(first.y()))
          .append(" at step ")
          .append(Text.count(first.step()))
          .append(", ")
          .append(words.apply(last.y()))
          .append(" at step ")
          .append(Text.count(last.step()))
          .append(". ");
    }
    for (int i = 0; i < guides.size(); i++) {
      text.append(guideNames.get(i)).append(": ").append(words.apply(guides.get(i))).append(". ");
    }
    return text.toString().strip();
  }
}
