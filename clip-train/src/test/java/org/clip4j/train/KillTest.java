package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
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

  /** From a server that loses connections. */
  private static final List<String> SERVED =
      with("data.train=['@SERVER@tiny-{000000..000001}.tar']", "train.ema_decay=0.9");

  private static final List<List<String>> CONFIGURATIONS =
      List.of(
          ALL,
          with("train.keep=encoded", "data.augment={rotate_degrees: 20}"),
          with("data.unique_captions=true", "train.micro_batch=8", "data.shuffle_buffer=100"),
          with("data.resample=true", "data.train=['tiny-{000000..000001}.tar', tiny-000001.tar]"),
          with("data.shuffle_buffer=0", "data.cache_mib=1", "checkpoint.every_steps=5"),
          with("train.batch=20", "train.micro_batch=5", "data.unique_captions=true"),
          SERVED,
          with("data.train=['@SERVER@tiny-000000.tar.gz', tiny-000001.tar.gz]"));

  @TempDir private Path folder;

  private static List<String> with(String... settings) {
    return Stream.concat(ALL.stream(), Stream.of(settings)).toList();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aFewKills() throws IOException, InterruptedException {
    campaign(List.of(SERVED), 3, 1);
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
      Path data = Files.createDirectories(folder.resolve("data-" + i));
      prepare(data);
      try (FolderServer server = new FolderServer(data)) {
        List<String> settings = served(configurations.get(i), server);
        Path straight = data.resolve("straight");
        long millis = millisOf(data, straight, settings);
        int share = wanted * (i + 1) / configurations.size();
        for (int runs = 0; kills < share; runs++) {
          Path killed = data.resolve("killed-" + runs);
          kills += killUntilDone(data, killed, settings, share - kills, millis, random);
          requireEqual(straight, killed);
          resumed += resumes(killed);
        }
      }
      LOG.info("{} kills, {} resumes from a checkpoint", kills, resumed);
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

  private static List<String> served(List<String> settings, FolderServer server) {
    return settings.stream().map(setting -> setting.replace("@SERVER@", server.url(""))).toList();
  }

  /** The shards are there compressed, too. */
  private static void prepare(Path data) throws IOException {
    TinyRun.prepare(data);
    for (String shard : List.of("tiny-000000.tar", "tiny-000001.tar")) {
      try (OutputStream out =
          new GZIPOutputStream(Files.newOutputStream(data.resolve(shard + ".gz")))) {
        Files.copy(data.resolve(shard), out);
      }
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

  private static void requireEqual(Path straight, Path killed) throws IOException {
    Path last = straight.resolve("checkpoints/last").toRealPath();
    List<Path> files;
    try (Stream<Path> all = Files.walk(last)) {
      files = all.filter(Files::isRegularFile).map(last::relativize).toList();
    }
    assertTrue(files.size() >= 4, files.toString());
    for (Path file : files) {
      assertArrayEquals(
          Files.readAllBytes(last.resolve(file)),
          Files.readAllBytes(killed.resolve("checkpoints/last").resolve(file)),
          killed + ": " + file);
    }
  }
}
