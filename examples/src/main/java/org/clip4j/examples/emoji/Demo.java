package org.clip4j.examples.emoji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.clip4j.examples.iconify.ProgressListener;
import org.clip4j.train.Progress;
import org.clip4j.train.RunFolder;
import org.clip4j.train.RunLock;
import org.clip4j.train.Trainer;
import org.clip4j.train.config.RunConfig;

/**
 * The demo from end to end: draws the pairs, trains on seven drawing styles, tries the model on an
 * eighth that it never saw, and writes it all down in one folder.
 */
public final class Demo {

  /** Locked from drawing to report, around the lock that training has. */
  private static final String LOCK = ".demo.lock";

  private final Path out;
  private final EmojiOptions pairs;
  private final DemoLength length;
  private final ProgressListener drawing;
  private final Progress training;

  /**
   * A demo.
   *
   * @param out the run's folder
   * @param drawing told while the pairs are made
   * @param training told while the model learns
   */
  public Demo(Path out, DemoLength length, ProgressListener drawing, Progress training) {
    this(out, EmojiOptions.DEFAULT, length, drawing, training);
  }

  /**
   * @param pairs how they are made
   */
  Demo(
      Path out,
      EmojiOptions pairs,
      DemoLength length,
      ProgressListener drawing,
      Progress training) {
    this.out = out;
    this.pairs = pairs;
    this.length = length;
    this.drawing = drawing;
    this.training = training;
  }

  /**
   * Runs it. The folder is this one's from before the first picture is drawn until the report is
   * written; what an earlier demo left there is set aside.
   *
   * @param resume whether to go on from the folder's last checkpoint, if there is one
   * @param trainerMade is handed the trainer before it runs, so that it can be asked to stop
   * @return the figures; empty if it was asked to stop before the last step
   * @throws IOException if another demo or run has the folder, of which nothing is changed then, or
   *     the archive is neither there nor to be had
   */
  public Optional<DemoResult> run(boolean resume, Consumer<Trainer> trainerMade)
      throws IOException {
    Files.createDirectories(out);
    RunLock alone = RunLock.take(out, out.resolve(LOCK));
    try {
      return runAlone(resume, trainerMade);
    } finally {
      alone.close();
    }
  }

  private Optional<DemoResult> runAlone(boolean resume, Consumer<Trainer> trainerMade)
      throws IOException {
    long began = System.nanoTime();
    EmojiDataset dataset = EmojiDataset.prepare(out, pairs, drawing);
    RunConfig config = length.config(dataset);
    try (Trainer trainer =
        resume
            ? Trainer.resume(config, out, out, training)
            : Trainer.start(config, out, out, training)) {
      if (!resume) {
        EarlierRun.setAside(out);
      }
      trainerMade.accept(trainer);
      if (trainer.run() < config.train().steps()) {
        return Optional.empty();
      }
      DemoResult result =
          DemoEvaluation.of(trainer, config, dataset, () -> (System.nanoTime() - began) * 1e-9);
      result.figures().write(out.resolve("eval.json"));
      DemoReport.write(
          out.resolve("report.html"), result, new RunFolder(out), dataset, config, trainer);
      return Optional.of(result);
    }
  }
}
