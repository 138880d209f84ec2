package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose data is filtered and whose captions are drawn. */
class FilteredRunTest {

  /** The tiny run's pairs are 48 pictures of 16 pixels; 24 come with captions and a score. */
  private static final String[] SETTINGS =
      Stream.concat(
              Stream.of("data.train=['tiny-{000000..000001}.tar', more-000000.tar]"),
              CaptionedShards.FILTER.stream())
          .toArray(String[]::new);

  @TempDir private Path folder;
  private TinyRuns runs;

  @BeforeEach
  void writeShards() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
    CaptionedShards.write(folder, 100);
  }

  @Test
  void aRunThatIsResumedIsTheRunThatWasNotStopped() throws IOException {
    RunConfig config = runs.with(SETTINGS);
    Path straight = folder.resolve("straight");
    runs.train(config, straight);
    Path resumed = folder.resolve("resumed");
    runs.stopAt(config, 9, resumed);
    RunConfig written = RunConfig.read(resumed.resolve("config.yaml"), List.of());
    try (Trainer trainer = Trainer.resume(written, resumed, resumed, Progress.NONE)) {
      trainer.run();
    }
    TinyRuns.assertSameCheckpoint(straight, resumed);
    List<String> lines = Files.readAllLines(straight.resolve("metrics.jsonl"));
    JsonNode last = StrictReader.parse(lines.get(lines.size() - 1), "metrics.jsonl");
    // Of each 72 samples 12 are turned away; 96 of the others have been learned from.
    long read = last.path("read_samples").asLong();
    long filtered = last.path("filtered_samples").asLong();
    assertTrue(filtered >= 12 && filtered <= read / 72 * 12 + 12, filtered + " of " + read);
    assertEquals(0, last.path("skipped_samples").asLong());
    assertEquals(0, Files.size(straight.resolve("quarantine.jsonl")));
  }

  @Test
  void aFilterThatLetsNothingThroughEndsTheRun() throws IOException {
    RunConfig config = runs.with("data.filter={min_side: 17}");
    try (Trainer trainer = Trainer.start(config, folder, folder.resolve("run"), Progress.NONE)) {
      String line = assertThrows(LoaderException.class, trainer::run).getMessage();
      assertTrue(line.contains("no usable pair in 2 shards"), line);
      assertTrue(line.contains("(side at least 17: "), line);
    }
  }

  @Test
  void whatPassesIsToFillABatch() throws IOException {
    RunConfig config = runs.with("data.filter={max_caption_chars: 9}", "train.batch=16");
    // 'red square', 'red circle' and longer ones do not pass: nothing is left.
    try (Trainer trainer = Trainer.start(config, folder, folder.resolve("run"), Progress.NONE)) {
      assertThrows(LoaderException.class, trainer::run);
    }
    RunConfig some = runs.with("data.filter={max_caption_chars: 10}", "train.batch=16");
    try (Trainer trainer = Trainer.start(some, folder, folder.resolve("some"), Progress.NONE)) {
      String line = assertThrows(LoaderException.class, trainer::run).getMessage();
      assertTrue(line.startsWith("a batch of 16 pairs is larger than what is left"), line);
      assertTrue(line.contains(" 12 pairs pass; "), line);
    }
    RunConfig fits = runs.with("data.filter={max_caption_chars: 10}", "train.batch=12");
    runs.train(fits, folder.resolve("fits"));
  }
}
