package org.clip4j.train.report;

import java.util.List;
import java.util.Optional;
import org.clip4j.train.eval.EvalResult;

/**
 * Everything a report shows.
 *
 * @param title of the page
 * @param summary one or two sentences on what was trained and on what
 * @param eval the figures; none of a run that was not evaluated
 * @param metrics the curves
 * @param pictures held-out pictures with their best captions
 * @param captions captions with their best pictures
 * @param provenance where the run came from
 */
public record ReportData(
    String title,
    String summary,
    Optional<EvalResult> eval,
    MetricsLog metrics,
    List<PictureExample> pictures,
    List<CaptionExample> captions,
    Provenance provenance) {

  /** Copies the lists. */
  public ReportData {
    pictures = List.copyOf(pictures);
    captions = List.copyOf(captions);
  }
}
