package org.clip4j.train.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.clip4j.train.eval.BaselineScore;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.Rate;
import org.clip4j.train.eval.Recall;
import org.clip4j.train.eval.RetrievalScore;
import org.clip4j.train.eval.ZeroShotScore;
import org.clip4j.train.report.MetricsLog.EvaluationPoint;
import org.clip4j.train.report.MetricsLog.TrainingPoint;

/**
 * A report with made-up figures that look like a run's: for tests, and by {@code main} for eyes.
 */
final class SampleReport {

  private static final String[] COLOURS = {"red", "orange", "green", "blue", "purple", "pink"};
  private static final int[] RGB = {0xe03131, 0xf08c00, 0x2f9e44, 0x1971c2, 0x7048e8, 0xe64980};
  private static final String[] SHAPES = {"circle", "square", "bar", "letter"};
  static final int NAMES = COLOURS.length * SHAPES.length;
  private static final List<Picture> PICTURES =
      IntStream.range(0, NAMES).mapToObj(SampleReport::draw).toList();

  private SampleReport() {}

  /** Writes the sample to the file named by the first argument. */
  public static void main(String[] arguments) throws IOException {
    HtmlReport.write(data("A small ViT learns emoji", captions()), Path.of(arguments[0]));
  }

  static List<String> captions() {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < NAMES; i++) {
      captions.add(COLOURS[i % COLOURS.length] + " " + SHAPES[i / COLOURS.length]);
    }
    return captions;
  }

  static ReportData data(String title, List<String> captions) {
    return new ReportData(
        title,
        "ViT, 64 px, patch 8, width 128, trained from scratch on 9,955 pairs of seven emoji sets;"
            + " held out: fluent-emoji-flat, a drawing style it has never seen.",
        Optional.of(eval(187, 490)),
        metrics(3000, 10),
        pictures(captions),
        captionExamples(captions),
        provenance());
  }

  static EvalResult eval(int top1, int pixelTop1) {
    Recall recall = new Recall(rate(190, 1), rate(470, 5), rate(655, 10));
    return new EvalResult(
        new ZeroShotScore(rate(top1, 1), rate(top1 * 5 / 2, 5), 1558),
        Optional.of(
            new ZeroShotScore(new Rate(871, 1558, 1.0 / 9), new Rate(1421, 1558, 5.0 / 9), 9)),
        Optional.of(new RetrievalScore(recall, recall)),
        Optional.of(new BaselineScore(rate(pixelTop1, 1), 9955)),
        541);
  }

  private static Rate rate(int hits, int of) {
    return new Rate(hits, 1558, of / 1558.0);
  }

  static MetricsLog metrics(int steps, int every) {
    Random random = new Random(1);
    List<TrainingPoint> training = new ArrayList<>();
    List<EvaluationPoint> evaluations = new ArrayList<>();
    for (int step = every; step <= steps; step += every) {
      double done = (double) step / steps;
      double rate = step < 200 ? step / 200.0 : 0.5 + 0.5 * Math.cos(Math.PI * done);
      training.add(
          new TrainingPoint(
              step,
              1.1 + 4.4 * Math.exp(-3 * done) + 0.12 * random.nextGaussian(),
              14.3 + 30 * done * done,
              0.002 * rate,
              2 + 2 * Math.exp(-9 * done) + 0.3 * random.nextGaussian(),
              1400 + 25 * random.nextGaussian() - (random.nextInt(40) == 0 ? 300 : 0),
              256.0 * step));
      if (step % (steps / 10) == 0) {
        double top1 = 0.123 * (1 - Math.exp(-2.5 * done));
        evaluations.add(new EvaluationPoint(step, top1, 2.4 * top1));
      }
    }
    return new MetricsLog(training, evaluations, 0);
  }

  private static List<PictureExample> pictures(List<String> captions) {
    List<PictureExample> examples = new ArrayList<>();
    Random random = new Random(2);
    for (int own = 0; own < NAMES; own++) {
      List<PictureExample.Guess> guesses = new ArrayList<>();
      int place = random.nextInt(8);
      for (int i = 0; i < 5; i++) {
        int guess = i == place ? own : (own + 1 + i * 5) % NAMES;
        guesses.add(new PictureExample.Guess(captions.get(guess), 0.71 - 0.08 * i, guess == own));
      }
      examples.add(new PictureExample(picture(own), captions.get(own), guesses));
    }
    return examples;
  }

  private static List<CaptionExample> captionExamples(List<String> captions) {
    List<CaptionExample> examples = new ArrayList<>();
    Random random = new Random(3);
    for (int own = 0; own < NAMES; own += 2) {
      List<CaptionExample.Guess> guesses = new ArrayList<>();
      int place = random.nextInt(7);
      for (int i = 0; i < 5; i++) {
        int guess = i == place ? own : (own + 3 + i * 7) % NAMES;
        guesses.add(
            new CaptionExample.Guess(
                picture(guess), captions.get(guess), 0.66 - 0.07 * i, guess == own));
      }
      examples.add(new CaptionExample(captions.get(own), guesses));
    }
    return examples;
  }

  static Picture picture(int name) {
    return PICTURES.get(name);
  }

  private static Picture draw(int name) {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 64, 64);
    g.setColor(new Color(RGB[name % RGB.length]));
    switch (name / RGB.length) {
      case 0 -> g.fillOval(6, 6, 52, 52);
      case 1 -> g.fillRoundRect(8, 8, 48, 48, 8, 8);
      case 2 -> g.fillRoundRect(4, 24, 56, 16, 8, 8);
      default -> {
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 56));
        g.drawString("A", 12, 53);
      }
    }
    g.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Picture.of(file.toByteArray());
  }

  static Provenance provenance() {
    String config =
        """
        model: {embed_dim: 128}
        train:
          seed: 1
          steps: 3000
          batch: 256
        optim:
          lr: 2.0e-3
          weight_decay: 0.2
        """;
    return new Provenance(
        "0.1.0-SNAPSHOT",
        1,
        "sha256:6f1ed002ab5595859014ebf0951522d9b7d3e2a1",
        "cpu (OpenBLAS, 256-bit vectors)",
        2,
        "17.0.16+8 (Eclipse Adoptium)",
        config,
        Map.of("Again", "./clip4j train --config config.yaml --out again"));
  }
}
