package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed at random moments and resumed until they are done leave the bytes of a run
 * that was never stopped.
 */
@Tag("forks")
class KillTest {

  /** Micro-batches, augmentation, shuffling, several decoding threads: all that has a state. */
  private static final List<String> ALL =
      List.of(
          "train.steps=40",
          "train.micro_batch=2",
          "model_cfg.vision_cfg.patch_dropout=0.5",
          "data.augment={flip_probability: 0.5, brightness: 0.3, erase_probability: 0.3}",
          "data.templates=['{}', 'a {}', 'the {} of it']",
          "data.threads=3",
          "data.shuffle_buffer=13",
          "checkpoint.every_steps=2");

  private static final List<List<String>> CONFIGURATIONS =
      List.of(
          ALL,
          with("train.keep=encoded", "data.augment={rotate_degrees: 20}"),
          with("data.unique_captions=true", "train.micro_batch=8", "data.shuffle_buffer=100"),
          with("data.resample=true", "data.train=['tiny-{000000..000001}.tar', tiny-000001.tar]"),
          with("data.shuffle_buffer=0", "data.cache_mib=1", "checkpoint.every_steps=5"),
          with("train.batch=20", "train.micro_batch=5", "data.unique_captions=true"));

  @TempDir private Path folder;

  private static List<String> with(String... settings) {
    return Stream.concat(ALL.stream(), Stream.of(settings)).toList();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aFewKills() throws IOException, InterruptedException {
    campaign(List.of(ALL), 3, 1);
  }

  @Test
  @Tag("faults")
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void twoHundredKills() throws IOException, InterruptedException {
    campaign(CONFIGURATIONS, 200, 2);
  }

  private void campaign(List<List<String>> configurations, int wanted, long seed)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    int kills = 0;
    long resumed = 0;
    for (int i = 0; i < configurations.size(); i++) {
      List<String> settings = configurations.get(i);
      Path data = Files.createDirectories(folder.resolve("data-" + i));
      TinyRun.prepare(data);
      long began = System.nanoTime();
      Path straight = data.resolve("straight");
      try (KilledRun run = KilledRun.start(data, straight, settings)) {
        run.awaitBegin();
        began = System.nanoTime();
        run.awaitEnd();
      }
      long millis = (System.nanoTime() - began) / 1_000_000;
      int share = wanted * (i + 1) / configurations.size();
      for (int runs = 0; kills < share; runs++) {
        Path killed = data.resolve("killed-" + runs);
        kills += killUntilDone(data, killed, settings, share - kills, millis, random);
        requireEqual(straight, killed);
        resumed += resumes(killed);
      }
    }
    assertTrue(kills >= wanted);
    assertTrue(resumed > 0, "none was killed behind a checkpoint");
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

  private static void requireEqual(Path straight, Path killed) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(straight.resolve("checkpoints/last/"))) {
      all.forEach(files::add);
    }
    assertTrue(files.size() >= 4, files.toString());
    for (Path file : files) {
      assertArrayEquals(
          Files.readAllBytes(file),
          Files.readAllBytes(killed.resolve("checkpoints/last/" + file.getFileName())),
          killed + ": " + file.getFileName());
    }
  }
}
