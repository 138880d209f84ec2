package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run whose disk is full ends with an error that names the file, its checkpoints stay whole, and
 * once there is room it goes on to the bytes of a run never stopped.
 */
@Tag("long")
class FullDiskTest {

  private static final long DISK = 64 << 20;

  @TempDir private Path folder;
  private final SmallDisk disk = new SmallDisk(DISK);
  private final Path out = disk.path("run");
  private RunConfig config;
  private TinyRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    config = TinyRun.prepare(folder, "train.ema_decay=0.9");
    runs = new TinyRuns(folder);
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  /** Leaves so much room behind a step. */
  private Progress fillingAt(long full, long room) {
    return new Progress() {
      @Override
      public void begin(long step, long steps) {}

      @Override
      public void step(long step, double loss, double samplesPerSecond) {
        if (step == full) {
          try {
            disk.fillBut(room);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    };
  }

  private void goOnToTheSameEnd(RunConfig run) throws IOException {
    disk.makeRoom();
    runs.resume(run, out);
    Path straight = folder.resolve("straight");
    runs.train(run, straight);
    TinyRuns.assertSameCheckpoint(straight, out);
    assertEquals(TinyRuns.steps(straight), TinyRuns.steps(out));
  }

  private List<String> checkpoints() throws IOException {
    try (Stream<Path> all = Files.list(out.resolve("checkpoints"))) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /** A checkpoint has some thirteen megabytes: the room ends in each of its files. */
  @ParameterizedTest
  @ValueSource(longs = {20_000, 500_000, 3_500_000, 5_000_000, 9_900_000, 12_000_000})
  void withinACheckpoint(long room) throws IOException {
    try (Trainer trainer = Trainer.start(config, folder, out, fillingAt(5, room))) {
      IOException e = assertThrows(IOException.class, trainer::run);
      String said = e.getMessage();
      assertTrue(said.startsWith("The checkpoint of step 8 could not be written: "), said);
      assertTrue(said.endsWith("earlier ones are whole: make room and go on with --resume"), said);
    }
    assertEquals(List.of("last", "step-000004"), checkpoints(), "what was half written is gone");
    goOnToTheSameEnd(config);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 700, 1500})
  void withinTheMetrics(long room) throws IOException {
    try (Trainer trainer = Trainer.start(config, folder, out, fillingAt(5, room))) {
      requireNamed(assertThrows(IOException.class, trainer::run));
    }
    assertEquals(List.of("last", "step-000004"), checkpoints());
    goOnToTheSameEnd(config);
  }

  private void requireNamed(Throwable e) {
    String said = e.getMessage();
    assertTrue(said.contains(out + "/") && said.contains(": cannot be written: "), said);
    assertTrue(said.endsWith("the checkpoints are whole: make room and go on with --resume"), said);
  }

  /**
   * Before its first step a run writes its configuration, its versions and what stays of metrics.
   */
  @Test
  void whileARunBeginsAgain() throws IOException {
    runs.stopAt(config, 6, out);
    List<String> before = checkpoints();
    int refused = 0;
    for (long room = 0; room < 16_000; room += 1000) {
      disk.fillBut(room);
      try (Trainer trainer = Trainer.resume(config, folder, out, Progress.NONE)) {
        IOException e = assertThrows(IOException.class, trainer::run);
        if (!e.getMessage().startsWith("The checkpoint of step 8 ")) {
          requireNamed(e);
          refused++;
        }
      }
      assertEquals(before, checkpoints());
      disk.makeRoom();
    }
    assertTrue(refused >= 3, "so often before a step: " + refused);
    disk.fillBut(DISK);
    goOnToTheSameEnd(config);
  }

  @Test
  void aBadSampleThatCannotBeWrittenDown() throws IOException {
    Path file = out.resolve("quarantine.jsonl");
    Files.createDirectories(out);
    try (Quarantine quarantine = Quarantine.open(file, false)) {
      disk.fillBut(0);
      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class,
              () -> quarantine.samples().sample(Reason.CAPTION_MISSING, "s.tar", "a", 0, "blank"));
      requireNamed(e.getCause());
    }
    disk.makeRoom();
    try (Quarantine quarantine = Quarantine.open(file, true)) {
      quarantine.samples().sample(Reason.CAPTION_MISSING, "s.tar", "a", 0, "blank");
    }
    assertEquals(1, Files.readAllLines(file).size());
  }

  /** By the order of the seed the bad sample comes behind three of the shards. */
  @Test
  void withinTheQuarantine() throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "spoilt", 100, 1 << 20)) {
      writer.write(new Sample("b", Map.of("png", new byte[] {1}, "txt", new byte[] {'x'})));
    }
    String[] settings = {
      "data.train=['tiny-{000000..000001}.tar::tiny-{000000..000001}.tar', spoilt-000000.tar]",
      "data.shuffle_buffer=0",
      "data.threads=1",
      "log={every_steps: 100, tensorboard: false}"
    };
    RunConfig spoilt = runs.with(settings);
    runs.stopAt(spoilt, 4, out);
    assertEquals(0, Files.size(out.resolve("quarantine.jsonl")), "not yet met");
    // Without a checkpoint on the way, which would be the first to need room.
    RunConfig later =
        runs.with(
            Stream.concat(Stream.of(settings), Stream.of("checkpoint.every_steps=100"))
                .toArray(String[]::new));
    try (Trainer trainer = Trainer.resume(later, folder, out, fillingAt(5, 0))) {
      requireNamed(assertThrows(LoaderException.class, trainer::run));
    }
    assertEquals(List.of("last", "step-000004"), checkpoints());
    goOnToTheSameEnd(spoilt);
    assertEquals(1, Files.readAllLines(out.resolve("quarantine.jsonl")).size());
  }
}
