package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
  private static final List<String> SETTINGS =
      Stream.concat(
              Stream.of("data.train=['tiny-{000000..000001}.tar', more-000000.tar]"),
              CaptionedShards.FILTER.stream())
          .toList();

  @TempDir private Path folder;

  @BeforeEach
  void writeShards() throws IOException {
    TinyRun.prepare(folder);
    CaptionedShards.write(folder, 100);
  }

  private RunConfig config(String... settings) throws IOException {
    return RunConfig.read(folder.resolve("tiny.yaml"), List.of(settings));
  }

  private static byte[] model(Path out) throws IOException {
    return Files.readAllBytes(out.resolve("checkpoints/last/open_clip_model.safetensors"));
  }

  @Test
  void aRunThatIsResumedIsTheRunThatWasNotStopped() throws IOException {
    RunConfig config = config(SETTINGS.toArray(String[]::new));
    Path straight = folder.resolve("straight");
    try (Trainer trainer = Trainer.start(config, folder, straight, Progress.NONE)) {
      trainer.run();
    }
    Path resumed = folder.resolve("resumed");
    StopAt stop = StopAt.step(9);
    try (Trainer trainer = Trainer.start(config, folder, resumed, stop)) {
      stop.asks(trainer);
      trainer.run();
    }
    RunConfig written = RunConfig.read(resumed.resolve("config.yaml"), List.of());
    try (Trainer trainer = Trainer.resume(written, resumed, resumed, Progress.NONE)) {
      trainer.run();
    }
    assertArrayEquals(model(straight), model(resumed));
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
    RunConfig config = config("data.filter={min_side: 17}");
    try (Trainer trainer = Trainer.start(config, folder, folder.resolve("run"), Progress.NONE)) {
      String line = assertThrows(LoaderException.class, trainer::run).getMessage();
      assertTrue(line.contains("no usable pair in 2 shards"), line);
      assertTrue(line.contains("(side at least 17: "), line);
    }
  }

  @Test
  void whatPassesIsToFillABatch() throws IOException {
    RunConfig config = config("data.filter={max_caption_chars: 9}", "train.batch=16");
    // 'red square', 'red circle' and longer ones do not pass: nothing is left.
    try (Trainer trainer = Trainer.start(config, folder, folder.resolve("run"), Progress.NONE)) {
      assertThrows(LoaderException.class, trainer::run);
    }
    RunConfig some = config("data.filter={max_caption_chars: 10}", "train.batch=16");
    try (Trainer trainer = Trainer.start(some, folder, folder.resolve("some"), Progress.NONE)) {
      String line = assertThrows(LoaderException.class, trainer::run).getMessage();
      assertTrue(line.startsWith("a batch of 16 pairs is larger than what is left"), line);
      assertTrue(line.contains(" 12 pairs pass; "), line);
    }
    RunConfig fits = config("data.filter={max_caption_chars: 10}", "train.batch=12");
    try (Trainer trainer = Trainer.start(fits, folder, folder.resolve("fits"), Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
  }
}
