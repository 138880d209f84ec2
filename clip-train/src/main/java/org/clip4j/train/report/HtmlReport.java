package org.clip4j.train.report;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a {@link ReportData} as one HTML file that needs nothing but a browser. */
public final class HtmlReport {

  private HtmlReport() {}

  /**
   * Writes the page; an older one stays whole until the new one is.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(ReportData data, Path file) throws IOException {
    HtmlPage.write(render(data), file);
  }

  static String render(ReportData data) throws IOException {
    return HtmlPage.render("report.ftlh", ReportView.of(data));
  }
}
