package org.clip4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale from {@code low} to {@code high} with ticks at round numbers: 1, 2, 2.5 or 5 times a
 * power of ten.
 */
record Axis(double low, double high, double step) {

  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /** An axis that holds both values, widened outwards to whole ticks. */
  static Axis holding(double least, double most, int ticks) {
    double span = most - least;
    if (!(span > 1e-12 * Math.max(Math.abs(most), 1e-300))) {
      // One value only: room on both sides, or above zero.
      span = most == 0 ? 1 : Math.abs(most);
      least = least == 0 ? 0 : least - span / 2;
      most += span / 2;
    }
    double step = roundStep((most - least) / ticks);
    return new Axis(
        Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step, step);
  }

  /** An axis from step 0 exactly to the last, with round ticks between. */
  static Axis ofSteps(long last, int ticks) {
    double end = Math.max(last, 1);
    return new Axis(0, end, Math.ceil(roundStep(end / ticks)));
  }

  private static double roundStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double round : ROUND) {
      if (rough <= round * power * (1 + 1e-9)) {
        return round * power;
      }
    }
    return 10 * power;
  }

  /** Where a value lies, in percent of the axis, within [0, 100]. */
  String place(double value) {
    double percent = 100 * (value - low) / (high - low);
    return String.format(Locale.ROOT, "%.2f", Math.min(100, Math.max(0, percent)));
  }

  List<Tick> ticks(String unit) {
    List<Tick> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    for (long i = first; i <= last; i++) {
      ticks.add(new Tick(place(i * step), label(i * step) + unit));
    }
    return ticks;
  }

  private String label(double value) {
    if (Math.abs(value) < step / 2) {
      return "0";
    }
    if (Math.abs(value) >= 10_000 && step >= 100) {
      return trimmed(value / 1000, step / 1000) + "k";
    }
    return step < 1e-5
        ? String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-")
        : trimmed(value, step);
  }

  private static String trimmed(double value, double step) {
    int decimals = 0;
    for (double s = step; decimals < 6 && Math.abs(s - Math.rint(s)) > 1e-6 * s; s *= 10) {
      decimals++;
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /**
   * A mark on the axis.
   *
   * @param at in percent
   */
  record Tick(String at, String label) {}
}
