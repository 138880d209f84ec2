package org.clip4j.examples.cli;

import java.util.Optional;
import org.clip4j.train.Progress;

/**
 * A training run as a bar, on a terminal: steps, time left, loss, samples a second and, once there
 * is one, the newest held-out accuracy.
 */
final class ProgressBars implements Progress, AutoCloseable {

  private Optional<CountingBar> bar = Optional.empty();
  private String accuracy = "";

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
          b.say(String.format("loss %.3f, %.0f samples/s%s", loss, samplesPerSecond, accuracy));
        });
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
