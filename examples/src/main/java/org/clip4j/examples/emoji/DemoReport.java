package org.clip4j.examples.emoji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clip4j.train.RunFolder;
import org.clip4j.train.Trainer;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.eval.HeldOut;
import org.clip4j.train.eval.TopK;
import org.clip4j.train.report.Examples;
import org.clip4j.train.report.HtmlReport;
import org.clip4j.train.report.MetricsLog;
import org.clip4j.train.report.Picture;
import org.clip4j.train.report.Provenance;
import org.clip4j.train.report.ReportData;

/** The demo's {@code report.html}: its figures, curves and examples. */
final class DemoReport {

  private static final int EXAMPLES = 24;
  private static final int GUESSES = 5;

  private DemoReport() {}

  static void write(
      Path file,
      DemoResult result,
      RunFolder folder,
      EmojiDataset dataset,
      RunConfig config,
      Trainer trainer)
      throws IOException {
    HeldOut heldOut = result.heldOut();
    DatasetCard card = dataset.card();
    String summary =
        String.format(
            "A CLIP model of %,d parameters, trained from scratch on %,d emoji of seven drawing"
                + " styles and tried on %,d of an eighth, which it never saw. All names of the"
                + " held-out pictures occur in training, in other styles.",
            trainer.model().parameters().count(),
            card.pairs().get(Split.TRAIN.prefix()),
            card.pairs().get(Split.HELD_OUT.prefix()));
    HtmlReport.write(
        new ReportData(
            "clip4j learns emoji",
            summary,
            Optional.of(result.figures()),
            MetricsLog.read(folder.metrics()),
            Examples.ofPictures(
                TopK.search(heldOut.images(), heldOut.classes(), GUESSES),
                heldOut.captions(),
                heldOut.names(),
                i -> picture(result, i),
                EXAMPLES),
            Examples.ofCaptions(
                TopK.search(heldOut.classes(), heldOut.images(), GUESSES),
                heldOut.names(),
                heldOut.captions(),
                i -> picture(result, i),
                EXAMPLES),
            provenance(folder, card, config, trainer)),
        file);
  }

  private static Picture picture(DemoResult result, int index) {
    return Picture.png(result.pictures().get(index).image());
  }

  private static Provenance provenance(
      RunFolder folder, DatasetCard card, RunConfig config, Trainer trainer) throws IOException {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("Pictures", card.artifact().coordinates());
    for (DatasetCard.Origin set : card.sets()) {
      more.put(
          set.title() + " (" + set.split() + ")", set.pairs() + " pairs; " + set.license().title());
    }
    return Provenance.here(
        config.train().seed(),
        card.fingerprint(),
        trainer.kernels(),
        Files.readString(folder.config()),
        more);
  }
}
