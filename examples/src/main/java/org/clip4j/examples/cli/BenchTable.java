package org.clip4j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A benchmark's result for a person: a line for each figure, a table for each list of rows. */
final class BenchTable {

  private final PrintWriter out;

  BenchTable(PrintWriter out) {
    this.out = out;
  }

  void print(ObjectNode figures) {
    figures
        .properties()
        .forEach(
            e -> {
              if (e.getValue().isArray()) {
                table(e.getKey(), e.getValue());
              } else {
                out.printf("%-24s %s%n", e.getKey(), text(e.getValue()));
              }
            });
  }

  private void table(String name, JsonNode rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.copyOf(columns));
    rows.forEach(row -> cells.add(columns.stream().map(column -> text(row.path(column))).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    out.printf("%n%s%n", name);
    for (List<String> line : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        // The first column is a name.
        String format = i == 0 ? "  %-" + widths[i] + "s" : "  %" + widths[i] + "s";
        text.append(String.format(format, line.get(i)));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "-";
    }
    return value.isDouble() ? number(value.asDouble()) : Failures.oneLine(value.asText());
  }

  /** Four digits that count. */
  private static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1000 || size == 0) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    int decimals = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
    return decimals > 7
        ? String.format(Locale.ROOT, "%.3e", value)
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
