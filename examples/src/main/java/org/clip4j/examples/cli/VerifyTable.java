package org.clip4j.examples.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.clip4j.train.verify.Check;
import org.clip4j.train.verify.Kind;
import org.clip4j.train.verify.Part;
import org.clip4j.train.verify.VerificationReport;

/**
 * A verification for a person: of the checks that pass the worst of each kind, of the others every
 * one; only of many that fail for the same reason the first.
 */
final class VerifyTable {

  private static final String LINE = "  %4s %12s %10s   %s%n";

  /** So many values that fail for one reason are listed one by one. */
  private static final int FEW = 3;

  private final PrintWriter out;
  private final boolean all;

  /**
   * @param all whether those that pass are listed one by one too
   */
  VerifyTable(PrintWriter out, boolean all) {
    this.out = out;
    this.all = all;
  }

  void print(VerificationReport report) {
    for (Part part : report.parts()) {
      String about = part.about().isEmpty() ? "" : " (" + part.about() + ")";
      out.println(Failures.oneLine(part.name()) + about);
      out.printf(LINE, "", "difference", "allowed", "");
      for (Kind kind : Kind.values()) {
        List<Check> checks = part.checks().stream().filter(c -> c.kind() == kind).toList();
        if (!checks.isEmpty()) {
          print(part, kind, checks);
        }
      }
    }
    long failed = report.checks().stream().filter(c -> !c.pass()).count();
    out.printf(
        "%n%d checks, %s%n", report.checks().size(), failed == 0 ? "all pass" : failed + " FAIL");
  }

  private void print(Part part, Kind kind, List<Check> checks) {
    List<Check> passed = checks.stream().filter(Check::pass).toList();
    if (all || passed.size() == 1) {
      passed.forEach(check -> line(name(part, check) + unit(kind), check));
    } else if (!passed.isEmpty()) {
      Check worst = passed.stream().max(Comparator.comparingDouble(VerifyTable::usedUp)).get();
      String which = worst.maxError() == 0 ? "" : ", worst " + name(part, worst);
      line(passed.size() + " " + kind.plural() + unit(kind) + which, worst);
    }
    Map<String, List<Check>> failed =
        checks.stream()
            .filter(check -> !check.pass())
            .collect(Collectors.groupingBy(Check::note, LinkedHashMap::new, Collectors.toList()));
    failed.forEach(
        (note, same) -> {
          if (all || note.isEmpty() || same.size() <= FEW) {
            same.forEach(check -> line(name(part, check) + unit(kind), check));
          } else {
            String others = " and " + (same.size() - 1) + " others";
            line(name(part, same.get(0)) + others, same.get(0));
          }
        });
  }

  private static String unit(Kind kind) {
    return kind.unit().isEmpty() ? "" : " (" + kind.unit() + ")";
  }

  /** How much of what is allowed. */
  private static double usedUp(Check check) {
    return check.allowed() == 0 ? check.maxError() : check.maxError() / check.allowed();
  }

  private static String name(Part part, Check check) {
    String name = check.name();
    String prefix = part.name() + "/";
    return Failures.oneLine(name.startsWith(prefix) ? name.substring(prefix.length()) : name);
  }

  private void line(String what, Check check) {
    String share =
        check
            .share()
            .map(
                s ->
                    String.format(
                        Locale.ROOT,
                        ", %.3f%% differ, allowed %.1f%%",
                        100 * s.differing(),
                        100 * s.allowed()))
            .orElse("");
    String note = check.note().isEmpty() ? "" : ": " + Failures.oneLine(check.note());
    out.printf(
        LINE,
        check.pass() ? "pass" : "FAIL",
        number(check.maxError()),
        number(check.allowed()),
        what + share + note);
  }

  /** Counts and levels as they are, small numbers by their size. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1e", value);
  }
}
