package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.stream.Stream;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose shards, files of this machine, are replaced while it goes on. */
@Tag("long")
class ReplacedShardTest {

  private static final String SHARD = "tiny-000001.tar";

  @TempDir private Path folder;
  private TinyRuns runs;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder).having("data.shuffle_buffer=0");
  }

  /** Puts a copy of a file in the shard's place, as what synchronizes folders does. */
  private void replaceBy(Path other, long seconds) throws IOException {
    Path aside = folder.resolve("aside");
    Files.copy(other, aside, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(aside, FileTime.fromMillis(1_000 * seconds));
    Files.move(
        aside,
        folder.resolve(SHARD),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether it has another size or the same, nothing of it is learned from. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10_240})
  void endsTheRunWhichGoesOnWithTheOldOne(int more) throws IOException {
    RunConfig run = runs.with();
    Path plain = folder.resolve("plain");
    runs.train(run, plain);
    Path old = Files.copy(folder.resolve(SHARD), folder.resolve("old.tar"));
    byte[] bytes = Files.readAllBytes(folder.resolve("tiny-000000.tar"));
    Path other =
        Files.write(
            folder.resolve("other.tar"),
            Arrays.copyOf(bytes, more > 0 ? bytes.length + more : (int) Files.size(old)));
    Path out = folder.resolve("out");
    Progress replacing =
        new Progress() {
          @Override
          public void step(long step, double loss, double samplesPerSecond) {
            if (step == 2) {
              try {
                replaceBy(other, 1_000_000_000);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };
    try (Trainer trainer = Trainer.start(run, folder, out, replacing)) {
      String line = assertThrows(LoaderException.class, trainer::run).getMessage();
      assertTrue(
          line.contains(SHARD + ": it was replaced since this run looked at it: it was "), line);
    }
    assertEquals(0, Files.size(out.resolve("quarantine.jsonl")), "no shard is damaged");
    try (Stream<Path> checkpoints = Files.list(out.resolve("checkpoints"))) {
      assertTrue(checkpoints.noneMatch(c -> c.endsWith("step-000012")));
    }
    assertTrue(Files.exists(out.resolve("checkpoints/last/trainer_state.json")));
    // Its time is another than it was: a run that goes on looks anew.
    replaceBy(old, 1_100_000_000);
    runs.resume(run, out);
    TinyRuns.assertSameCheckpoint(plain, out);
    assertEquals(TinyRuns.steps(plain), TinyRuns.steps(out));
  }
}
