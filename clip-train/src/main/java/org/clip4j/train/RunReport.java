package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.ZeroShotScore;
import org.clip4j.train.report.HtmlReport;
import org.clip4j.train.report.MetricsLog;
import org.clip4j.train.report.Provenance;
import org.clip4j.train.report.ReportData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's page, written anew at every evaluation and every checkpoint, so that it can be read while
 * the run goes on.
 */
final class RunReport {

  private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);
  private static final double NANOS_PER_SECOND = 1e9;

  private final RunFolder folder;
  private final RunConfig config;
  private final String dataFingerprint;
  private final Kernels kernels;
  private final long begun = System.nanoTime();
  private Optional<EvalResult> newest = Optional.empty();
  private long evaluatedAt;

  RunReport(RunFolder folder, RunConfig config, String dataFingerprint, Kernels kernels) {
    this.folder = folder;
    this.config = config;
    this.dataFingerprint = dataFingerprint;
    this.kernels = kernels;
  }

  /** The held-out pairs were tried: the page has these figures until the next time. */
  void evaluated(long step, ZeroShotScore score) {
    evaluatedAt = step;
    newest =
        Optional.of(
            new EvalResult(
                score,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                (System.nanoTime() - begun) / NANOS_PER_SECOND));
    write(step);
  }

  /**
   * Writes the page, with the curves as {@code metrics.jsonl} has them. A page that cannot be
   * written is said and ends no run.
   *
   * @param step updates made
   */
  void write(long step) {
    try {
      writePage(step);
    } catch (IOException e) {
      LOG.warn("{}: cannot be written: {}", folder.report(), e.toString());
    }
  }

  private void writePage(long step) throws IOException {
    String summary =
        String.format("Behind step %,d of %,d", step, config.train().steps())
            + (newest.isEmpty()
                ? "."
                : String.format("; tried on the held-out pairs behind step %,d.", evaluatedAt));
    HtmlReport.write(
        new ReportData(
            folder.root().toAbsolutePath().normalize().getFileName().toString(),
            summary,
            newest,
            MetricsLog.read(folder.metrics()),
            List.of(),
            List.of(),
            Provenance.here(
                config.train().seed(),
                dataFingerprint,
                kernels,
                Files.readString(folder.config()),
                Map.of())),
        folder.report());
  }
}
