package org.clip4j.examples.cli;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a count on standard error: as a bar on a terminal, elsewhere as a log line now and then.
 * Closing it leaves the bar as it stands and begins a new line.
 */
final class CountingBar implements LongConsumer, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CountingBar.class);
  private static final int REDRAW_MILLIS = 250;
  private static final long LOG_NANOS = 15_000_000_000L;

  private final String task;
  private final String unit;
  private final ProgressBar bar;
  private long max;
  private long loggedAt = System.nanoTime();
  private long firstCount = -1;
  private long firstAt;

  /**
   * @param max where the count ends, or -1 if that is not known
   * @param from where it begins
   * @param unit what is counted, in the plural
   */
  CountingBar(String task, String unit, long from, long max) {
    this.task = task;
    this.unit = unit;
    this.max = max;
    this.bar =
        ProgressBar.builder()
            .setTaskName(task)
            .setUnit(" " + unit, 1)
            .setInitialMax(max)
            .startsFrom(from, java.time.Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setConsumer(
                Terminal.isInteractive()
                    ? new ConsoleProgressBarConsumer(System.err, Terminal.columns() - 1)
                    : new Nowhere())
            .build();
  }

  @Override
  public void accept(long count) {
    bar.stepTo(count);
    long now = System.nanoTime();
    if (firstCount < 0) {
      firstCount = count;
      firstAt = now;
    }
    if (!Terminal.isInteractive() && now - loggedAt > LOG_NANOS) {
      loggedAt = now;
      log.info("{}: {}{} {}{}", task, count, max < 0 ? "" : " of " + max, unit, left(count, now));
    }
  }

  /** Says where the count will end, as far as is known by now. */
  void expect(long end) {
    if (end >= 0 && end != max) {
      max = end;
      bar.maxHint(end);
    }
  }

  /** By the pace since the first count, which is not 0 for what goes on. */
  private String left(long count, long now) {
    if (max < count || count == firstCount) {
      return "";
    }
    double seconds = (now - firstAt) / 1e9 * (max - count) / (count - firstCount);
    return seconds < 90
        ? String.format(", some %.0f s left", seconds)
        : String.format(", some %.0f min left", seconds / 60);
  }

  /** Shows a text behind the bar. */
  void say(String text) {
    bar.setExtraMessage(" " + text);
  }

  @Override
  public void close() {
    bar.close();
  }

  /** Draws nothing. */
  private static final class Nowhere implements me.tongfei.progressbar.ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return 0;
    }

    @Override
    public void accept(String drawn) {}

    @Override
    public void close() {}
  }
}
