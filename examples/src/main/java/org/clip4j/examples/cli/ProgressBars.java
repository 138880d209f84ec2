package org.clip4j.examples.cli;

import java.util.Locale;
import java.util.Optional;
import org.clip4j.train.Progress;
import org.clip4j.train.StepPhase;

/**
 * A training run as a bar, on a terminal: steps, time left, loss, samples a second and, once there
 * is one, the newest held-out accuracy.
 */
final class ProgressBars implements Progress, AutoCloseable {

  private Optional<CountingBar> bar = Optional.empty();
  private String accuracy = "";
  private String newest = "";

  @Override
  public void begin(long step, long steps) {
    close();
    // Elsewhere the trainer's own log lines tell the same.
    if (Terminal.isInteractive()) {
      bar = Optional.of(new CountingBar("train", "steps", step, steps));
    }
  }

  @Override
  public void step(long step, double loss, double samplesPerSecond) {
    bar.ifPresent(
        b -> {
          b.accept(step);
          String figures =
              String.format("loss %.3f, %.0f samples/s%s", loss, samplesPerSecond, accuracy);
          newest = figures + ", ";
          b.say(figures);
        });
  }

  @Override
  public void within(StepPhase phase, int done, int all) {
    bar.ifPresent(
        b -> b.say(newest + phase.name().toLowerCase(Locale.ROOT) + " " + done + " of " + all));
  }

  @Override
  public void evaluated(long step, double top1, double top5) {
    accuracy = String.format(", held-out top-1 %.1f%%", 100 * top1);
  }

  @Override
  public void close() {
    bar.ifPresent(CountingBar::close);
    bar = Optional.empty();
  }
}
