package org.clip4j.train.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.data.check.SheetSample;

/** Writes samples of shards as one HTML file: small pictures with their captions. */
public final class ContactSheet {

  private ContactSheet() {}

  /**
   * Writes the page; an older one stays whole until the new one is.
   *
   * @param title of the page
   * @param summary a sentence on what is shown
   * @param samples in the order to show them
   * @throws IOException if the file cannot be written
   */
  public static void write(String title, String summary, List<SheetSample> samples, Path file)
      throws IOException {
    HtmlPage.write(render(title, summary, samples), file);
  }

  static String render(String title, String summary, List<SheetSample> samples) throws IOException {
    return HtmlPage.render("sheet.ftlh", SheetView.of(title, summary, samples));
  }
}
