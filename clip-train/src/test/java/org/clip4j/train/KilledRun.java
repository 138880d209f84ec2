package org.clip4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clip4j.train.config.RunConfig;

/** A tiny run in a process of its own, which can be killed at any moment. */
final class KilledRun implements AutoCloseable {

  private static final long POLL_MILLIS = 2;

  /** How many batches there are to one that {@code loss.name: flaky} is not a number for. */
  private static final int ONE_IN = 5;

  private final Process process;
  private final Path begun;
  private final Path log;

  private KilledRun(Process process, Path begun, Path log) {
    this.process = process;
    this.begun = begun;
    this.log = log;
  }

  /** What the run says, beside its folder. */
  static Path log(Path out) {
    return out.resolveSibling(out.getFileName() + ".log");
  }

  /** Goes on, or begins, with the JVM's flags of this process. */
  static KilledRun start(Path folder, Path out, List<String> settings) throws IOException {
    Path begun = out.resolveSibling(out.getFileName() + ".begun");
    Files.deleteIfExists(begun);
    List<String> arguments =
        new ArrayList<>(List.of(folder.toString(), out.toString(), begun.toString()));
    arguments.addAll(settings);
    return new KilledRun(
        ForkedJava.start(KilledRun.class, List.of(), arguments, log(out)), begun, log(out));
  }

  /** Waits until it trains, or has ended. */
  void awaitBegin() throws InterruptedException {
    while (process.isAlive() && !Files.exists(begun)) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  /**
   * Kills it, with SIGKILL where there are signals, if it has not ended before.
   *
   * @return whether it was killed
   */
  boolean killAfter(long millis) throws InterruptedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      requireGoodEnd();
      return false;
    }
    process.destroyForcibly().waitFor();
    return process.exitValue() != 0;
  }

  /** Waits for its own end. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
    requireGoodEnd();
  }

  private void requireGoodEnd() {
    if (process.exitValue() != 0) {
      throw new AssertionError("the run ended with " + process.exitValue() + ":\n" + logsEnd());
    }
  }

  private String logsEnd() {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - 4000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Folder of shards and configuration, folder of the run, what to make at the begin, settings. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    try (FlakyLoss.Installed known = FlakyLoss.installByBits(folder, ONE_IN)) {
      run(args);
    }
  }

  private static void run(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    RunConfig config =
        RunConfig.read(folder.resolve("tiny.yaml"), Arrays.asList(args).subList(3, args.length));
    Progress progress =
        new Progress() {
          @Override
          public void begin(long step, long steps) {
            try {
              Files.createFile(Path.of(args[2]));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void step(long step, double loss, double samplesPerSecond) {}
        };
    try (Trainer trainer = Trainer.resume(config, folder, Path.of(args[1]), progress)) {
      trainer.run();
    }
  }
}
