package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.clip4j.train.MeasuredRun.Held;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run holds as much behind a million samples as behind some thousands: on the Java heap, in the
 * whole process, and in open files. It opens shards thousands of times, one of them damaged,
 * evaluates, and writes and removes checkpoints.
 */
@Tag("forks")
@EnabledOnOs(OS.LINUX)
class FlatMemoryTest {

  private static final Logger LOG = LoggerFactory.getLogger(FlatMemoryTest.class);
  private static final int BATCH = 40;

  private static final List<String> SETTINGS =
      List.of(
          "data.train=['tiny-{000000..000001}.tar', cut.tar]",
          "data.threads=2",
          "data.templates=['{}', 'a {}']",
          "data.augment={flip_probability: 0.5, brightness: 0.3}",
          "data.filter={min_side: 4}",
          "train.batch=" + BATCH,
          "train.micro_batch=20",
          "train.ema_decay=0.99",
          "optim.schedule=constant",
          "checkpoint={every_steps: 200, keep: 2, keep_best: 1}",
          "eval.every_steps=100",
          "log.every_steps=10");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void overTwentyThousandSamples() throws IOException, InterruptedException {
    requireFlat(20_000);
  }

  @Test
  @Tag("faults")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void overAMillionSamples() throws IOException, InterruptedException {
    requireFlat(1_000_000);
  }

  private void requireFlat(int samples) throws IOException, InterruptedException {
    TinyRun.prepare(folder);
    byte[] whole = Files.readAllBytes(folder.resolve("tiny-000001.tar"));
    Files.write(folder.resolve("cut.tar"), Arrays.copyOf(whole, whole.length / 3));
    List<String> settings =
        Stream.concat(SETTINGS.stream(), Stream.of("train.steps=" + samples / BATCH)).toList();
    List<Held> held = MeasuredRun.run(folder, settings);
    assertEquals(MeasuredRun.TIMES, held.size());
    LOG.info("{}", held);
    List<Held> early = held.subList(0, MeasuredRun.TIMES * 2 / 5);
    List<Held> later = held.subList(MeasuredRun.TIMES * 2 / 5, MeasuredRun.TIMES);
    List<Held> last = held.subList(MeasuredRun.TIMES * 3 / 5, MeasuredRun.TIMES);
    // What is read ahead comes and goes, a tenth of the heap.
    assertTrue(middle(last, Held::heap) <= 1.05 * middle(early, Held::heap), "heap: " + held);
    assertTrue(most(later, Held::resident) <= 1.05 * most(early, Held::resident), "all: " + held);
    assertTrue(most(later, Held::handles) <= most(early, Held::handles) + 2, "files: " + held);
  }

  private static long middle(List<Held> held, ToLongFunction<Held> what) {
    return held.stream().mapToLong(what).sorted().skip(held.size() / 2).findFirst().orElseThrow();
  }

  private static long most(List<Held> held, ToLongFunction<Held> what) {
    return held.stream().mapToLong(what).max().orElseThrow();
  }
}
