package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchLoaderCommandTest {

  @TempDir private static Path folder;
  private static String shard;

  @BeforeAll
  static void pack() throws IOException {
    Path images = folder.resolve("images");
    TestPictures.write(images);
    String captions = images.resolve("captions.csv").toString();
    CommandRun run =
        CommandRun.of(
            "pack",
            "--images",
            images.toString(),
            "--captions",
            captions,
            "--out",
            folder.toString());
    assertEquals(0, run.exitCode(), run.err());
    shard = folder.resolve("pairs-{000000..000000}.tar").toString();
  }

  @Test
  void lastLineHasEveryFigure() throws IOException {
    JsonNode json =
        BenchRun.json(
            "loader",
            "--size",
            "32",
            "--batch",
            "6",
            "--threads",
            "2",
            "--seconds",
            "0.3",
            "--warmup",
            "0",
            shard);
    assertTrue(json.get("engine").asText().startsWith("clip4j "), json.toString());
    assertEquals(2, json.get("threads").asInt());
    assertEquals(2, json.get("workers").asInt());
    assertEquals(32, json.get("size").asInt());
    assertEquals(6, json.get("batch").asInt());
    assertTrue(json.get("samples_per_s").asDouble() > 1, json.toString());
    assertEquals(0, json.get("skipped_samples").asInt(-1));
    BenchRun.assertPeakMemory(json);
  }

  @Test
  void badOptionsAreRefusedInWords() {
    BenchRun.assertRefused("SHARD", "loader");
    BenchRun.assertRefused("--size 0: expected 1 or more", "loader", "--size", "0", shard);
    BenchRun.assertRefused("--batch 0: expected 1 or more", "loader", "--batch", "0", shard);
    BenchRun.assertRefused("--threads 0: expected 1 or more", "loader", "--threads", "0", shard);
    BenchRun.assertRefused("1024 or less", "loader", "--threads", "1025", shard);
    BenchRun.assertRefused("do not fit into one array", "loader", "--batch", "2147483647", shard);
    BenchRun.assertRefused("--seconds 0", "loader", "--seconds", "0", shard);
    BenchRun.assertRefused("--seconds NaN", "loader", "--seconds", "NaN", shard);
    String none = folder.resolve("none.tar").toString();
    BenchRun.assertFails("none.tar", "loader", none);
    String size = "size: 9000; expected 1 to 8192";
    BenchRun.assertFails(size, "loader", "--size", "9000", "--batch", "1", shard);
  }
}
