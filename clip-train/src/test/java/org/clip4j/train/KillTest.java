package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs that are killed at random moments and resumed until they are done leave the bytes of a run
 * that was never stopped.
 */
@Tag("forks")
class KillTest {

  private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aFewKills() throws IOException, InterruptedException {
    campaign(List.of(KilledConfiguration.SERVED), 3, 1);
  }

  @Test
  @Tag("faults")
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void twoHundredKills() throws IOException, InterruptedException {
    campaign(KilledConfiguration.ALL, 200, 2);
  }

  private void campaign(List<KilledConfiguration> configurations, int wanted, long seed)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    int kills = 0;
    long resumed = 0;
    try (FolderServer server = new FolderServer(folder)) {
      for (int i = 0; i < configurations.size(); i++) {
        KilledConfiguration configuration = configurations.get(i);
        Path data = Files.createDirectories(folder.resolve("data-" + i));
        KilledConfiguration.prepare(data);
        List<String> settings = configuration.in(data, server);
        Path straight = data.resolve("straight");
        long millis = millisOf(data, straight, settings);
        configuration.requireHappened(straight);
        int share = wanted * (i + 1) / configurations.size();
        for (int runs = 0; kills < share; runs++) {
          Path killed = data.resolve("killed-" + runs);
          kills += killUntilDone(data, killed, settings, share - kills, millis, random);
          TinyRuns.assertSameCheckpoint(straight, killed);
          resumed += resumes(killed);
        }
        LOG.info(
            "{}: {} kills, {} resumes from a checkpoint so far",
            configuration.name(),
            kills,
            resumed);
      }
    }
    assertTrue(kills >= wanted);
    assertTrue(resumed > 0, "none was killed behind a checkpoint");
  }

  /** Runs to the end; how long that took, the start of the process apart. */
  private static long millisOf(Path data, Path out, List<String> settings)
      throws IOException, InterruptedException {
    try (KilledRun run = KilledRun.start(data, out, settings)) {
      run.awaitBegin();
      long began = System.nanoTime();
      run.awaitEnd();
      return (System.nanoTime() - began) / 1_000_000;
    }
  }

  /** How often it went on from a checkpoint. */
  private static long resumes(Path out) throws IOException {
    try (Stream<String> lines = Files.lines(KilledRun.log(out))) {
      return lines.filter(line -> line.contains("Resuming ")).count();
    }
  }

  /** Returns how often it was killed before it was done. */
  private static int killUntilDone(
      Path data, Path out, List<String> settings, int most, long millis, Random random)
      throws IOException, InterruptedException {
    int kills = 0;
    while (true) {
      try (KilledRun run = KilledRun.start(data, out, settings)) {
        if (kills == most) {
          run.awaitEnd();
          return kills;
        }
        // Some die before they train: while they start, or read again what waited.
        if (random.nextInt(6) > 0) {
          run.awaitBegin();
        }
        if (!run.killAfter(random.nextLong(Math.max(1, millis * 2 / 3)))) {
          return kills;
        }
        kills++;
      }
    }
  }
}
