package org.clip4j.examples.emoji;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.RgbImage;
import org.clip4j.train.RunFolder;
import org.clip4j.train.Trainer;
import org.clip4j.train.Version;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.eval.HeldOut;
import org.clip4j.train.eval.TopK;
import org.clip4j.train.report.CaptionExample;
import org.clip4j.train.report.HtmlReport;
import org.clip4j.train.report.MetricsLog;
import org.clip4j.train.report.Picture;
import org.clip4j.train.report.PictureExample;
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
    int[] chosen = chosen(result.pictures().size(), config.train().seed());
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
            result.figures(),
            MetricsLog.read(folder.metrics()),
            pictureExamples(result, chosen),
            captionExamples(result, chosen),
            provenance(folder, card, config, trainer)),
        file);
  }

  /** The examples are drawn by the run's seed, not picked. */
  private static int[] chosen(int pictures, long seed) {
    int[] order = new int[pictures];
    for (int i = 0; i < pictures; i++) {
      order[i] = i;
    }
    DeterministicRandom.of(seed, "examples of the report").shuffle(order);
    return Arrays.copyOf(order, Math.min(EXAMPLES, pictures));
  }

  private static List<PictureExample> pictureExamples(DemoResult result, int[] chosen)
      throws IOException {
    HeldOut heldOut = result.heldOut();
    TopK best = TopK.search(heldOut.images(), heldOut.classes(), GUESSES);
    List<PictureExample> examples = new ArrayList<>();
    for (int i : chosen) {
      String caption = heldOut.captions().get(i);
      List<PictureExample.Guess> guesses = new ArrayList<>();
      for (int place = 0; place < best.k(); place++) {
        String guess = heldOut.names().get(best.index(i, place));
        guesses.add(new PictureExample.Guess(guess, best.score(i, place), guess.equals(caption)));
      }
      examples.add(new PictureExample(picture(result, i), caption, guesses));
    }
    return examples;
  }

  private static List<CaptionExample> captionExamples(DemoResult result, int[] chosen)
      throws IOException {
    HeldOut heldOut = result.heldOut();
    TopK best = TopK.search(heldOut.classes(), heldOut.images(), GUESSES);
    int[] labels = heldOut.labels();
    List<CaptionExample> examples = new ArrayList<>();
    for (int i : chosen) {
      int name = labels[i];
      String caption = heldOut.names().get(name);
      List<CaptionExample.Guess> guesses = new ArrayList<>();
      for (int place = 0; place < best.k(); place++) {
        int found = best.index(name, place);
        String own = heldOut.captions().get(found);
        guesses.add(
            new CaptionExample.Guess(
                picture(result, found), own, best.score(name, place), own.equals(caption)));
      }
      examples.add(new CaptionExample(caption, guesses));
    }
    return examples;
  }

  private static Picture picture(DemoResult result, int index) throws IOException {
    RgbImage image = result.pictures().get(index).image();
    BufferedImage drawn =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int value = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
      drawn.setRGB(i % image.width(), i / image.width(), value);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(drawn, "png", png);
    return Picture.of(png.toByteArray());
  }

  private static Provenance provenance(
      RunFolder folder, DatasetCard card, RunConfig config, Trainer trainer) throws IOException {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("Pictures", card.artifact().coordinates());
    for (DatasetCard.Origin set : card.sets()) {
      more.put(
          set.title() + " (" + set.split() + ")", set.pairs() + " pairs; " + set.license().title());
    }
    return new Provenance(
        Version.current(),
        config.train().seed(),
        card.fingerprint(),
        trainer.kernels().name(),
        trainer.kernels().threads(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        Files.readString(folder.config()),
        more);
  }
}
