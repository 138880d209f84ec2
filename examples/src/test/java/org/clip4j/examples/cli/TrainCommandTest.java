package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.clip4j.core.io.Safetensors;
import org.clip4j.data.loader.ManifestSizes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** From pictures to embeddings through the commands, on eight pictures. */
class TrainCommandTest {

  private static final String CONFIG =
      """
      model_cfg:
        embed_dim: 16
        vision_cfg: {image_size: 16, patch_size: 8, width: 32, layers: 1, head_width: 16}
        text_cfg: {context_length: 12, vocab_size: 49408, width: 32, heads: 2, layers: 1}
      data: {train: ['shards/pairs-{000000..000000}.tar'], shuffle_buffer: 8}
      train: {steps: 6, batch: 4, seed: 7, threads: 1}
      optim: {lr: 0.001, warmup_steps: 2}
      log: {every_steps: 1}
      """;

  private static final String WEIGHTS = "checkpoints/last/open_clip_model.safetensors";

  @TempDir private static Path folder;

  @BeforeAll
  static void pack() throws IOException {
    Path images = folder.resolve("images");
    TestPictures.write(images);
    Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    CommandRun run =
        CommandRun.of(
            "pack",
            "--images",
            images.toString(),
            "--captions",
            images.resolve("captions.csv").toString(),
            "--out",
            folder.resolve("shards").toString());
    assertEquals(0, run.exitCode(), run.err());
  }

  private static CommandRun train(String out, String... more) {
    String[] args = {"train", "--config", folder.resolve("tiny.yaml").toString(), "--out", at(out)};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void trainsEvaluatesAndEmbeds() throws IOException {
    CommandRun run = train("run", "--set", "train.steps=3");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(3, Files.readAllLines(folder.resolve("run/metrics.jsonl")).size());
    assertTrue(Files.exists(folder.resolve("run").resolve(WEIGHTS)));

    CommandRun eval =
        CommandRun.of(
            "eval",
            "--model",
            at("run"),
            "--data",
            at("shards/pairs-{000000..000000}.tar"),
            "--out",
            at("eval.json"));
    assertEquals(0, eval.exitCode(), eval.err());
    assertTrue(eval.out().contains("8 pictures, 8 distinct captions"), eval.out());
    JsonNode figures = new ObjectMapper().readTree(folder.resolve("eval.json").toFile());
    assertEquals(0.125, figures.path("chance").asDouble());
    double top5 = figures.path("zero_shot").path("top5").asDouble(-1);
    assertTrue(top5 >= 0 && top5 <= 1, figures.toString());

    embedsTheSameFromFilesAndFromShards();
    embedsTheSameIntoNumPysFormat();
    shardsThatDoNotFitTheirManifestAreSaid();
  }

  /** One with more behind its end marker has the same samples, but another size. */
  private static void shardsThatDoNotFitTheirManifestAreSaid() throws IOException {
    Path cut = Files.createDirectory(folder.resolve("cut"));
    Files.copy(folder.resolve("shards/manifest.json"), cut.resolve("manifest.json"));
    byte[] shard = Files.readAllBytes(folder.resolve("shards/pairs-000000.tar"));
    Files.write(cut.resolve("pairs-000000.tar"), Arrays.copyOf(shard, shard.length + 512));
    Logger logger = (Logger) LoggerFactory.getLogger(ManifestSizes.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      String name = at("cut/pairs-000000.tar");
      assertEquals(0, embed("cut.safetensors", "--shards", name).exitCode());
      assertEquals(0, CommandRun.of("eval", "--model", at("run"), "--data", name).exitCode());
    } finally {
      logger.detachAppender(said);
    }
    assertEquals(2, said.list.size());
    for (ILoggingEvent event : said.list) {
      assertTrue(
          event.getFormattedMessage().contains(" has " + (shard.length + 512) + " bytes, but "),
          event.getFormattedMessage());
    }
  }

  /** Version 1.0 of the format: magic, length of the header, a dictionary, then the values. */
  private static void embedsTheSameIntoNumPysFormat() throws IOException {
    assertEquals(0, embed("p.npy", "--shards", at("shards/pairs-000000.tar")).exitCode());
    assertFalse(Files.exists(folder.resolve("p.npy")), "of two tensors each has its own file");
    for (String tensor : List.of("image_features", "text_features")) {
      byte[] bytes = Files.readAllBytes(folder.resolve("p." + tensor + ".npy"));
      ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals("\u0093NUMPY\1\0", new String(bytes, 0, 8, StandardCharsets.ISO_8859_1));
      int header = file.getShort(8);
      String dictionary = new String(bytes, 10, header, StandardCharsets.ISO_8859_1);
      assertTrue(dictionary.matches("(?s).*'descr': *'<f4'.*"), dictionary);
      assertTrue(dictionary.matches("(?s).*'fortran_order': *False.*"), dictionary);
      assertTrue(dictionary.matches("(?s).*'shape': *\\(8, *16,?\\).*"), dictionary);
      FloatBuffer values =
          file.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      assertEquals(8 * 16, values.limit());
      double[][] expected = rows("p.safetensors", tensor);
      for (int i = 0; i < values.limit(); i++) {
        assertEquals(expected[i / 16][i % 16], values.get(i), 0);
      }
    }
    Files.writeString(folder.resolve("more.txt"), "something else\n");
    CommandRun one = embed("t.npy", "--texts", at("more.txt"));
    assertEquals(0, one.exitCode());
    assertTrue(one.out().startsWith("1 text in "), one.out());
    assertTrue(Files.exists(folder.resolve("t.npy")));
    // Each has its own keys, though the names differ in their ends alone.
    assertEquals(List.of("something else"), Files.readAllLines(folder.resolve("t.npy.keys.txt")));
    assertEquals(2, Files.readAllLines(folder.resolve("t.safetensors.keys.txt")).size());
    CommandRun other = embed("t.txt", "--texts", at("texts.txt"));
    assertEquals(1, other.exitCode());
    assertTrue(other.err().contains(".npy"), other.err());
  }

  private static void embedsTheSameFromFilesAndFromShards() throws IOException {
    List<String> texts = List.of("a blue disc", "a blue square");
    Files.write(folder.resolve("texts.txt"), texts);
    assertEquals(0, embed("t.safetensors", "--texts", at("texts.txt")).exitCode());
    assertEquals(
        0,
        embed(
                "i.safetensors",
                "--images",
                at("images/blue-disc.png"),
                at("images/captions.csv"),
                at("images/blue-square.png"))
            .exitCode());
    assertEquals(0, embed("p.safetensors", "--shards", at("shards/pairs-000000.tar")).exitCode());
    assertEquals(texts, Files.readAllLines(folder.resolve("t.safetensors.keys.txt")));
    assertEquals(
        List.of(at("images/blue-disc.png"), at("images/blue-square.png")),
        Files.readAllLines(folder.resolve("i.safetensors.keys.txt")));
    assertEquals(8, Files.readAllLines(folder.resolve("p.safetensors.keys.txt")).size());
    double[][] pairImages = rows("p.safetensors", "image_features");
    double[][] pairTexts = rows("p.safetensors", "text_features");
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(pairImages[i], rows("i.safetensors", "image_features")[i], 1e-6);
      assertArrayEquals(pairTexts[i], rows("t.safetensors", "text_features")[i], 1e-6);
    }
  }

  private static CommandRun embed(String out, String... what) {
    String[] args = {"embed", "--model", at("run/checkpoints/last"), "--out", at(out)};
    String[] all = java.util.Arrays.copyOf(args, args.length + what.length);
    System.arraycopy(what, 0, all, args.length, what.length);
    return CommandRun.of(all);
  }

  private static double[][] rows(String file, String tensor) throws IOException {
    return Safetensors.read(folder.resolve(file)).tensors().get(tensor).toDoubleMatrix();
  }

  @Test
  void resumedEqualsStraightThrough() throws IOException {
    assertEquals(0, train("straight", "--set", "checkpoint.every_steps=2").exitCode());
    String[] two = {"--set", "checkpoint.every_steps=2", "--set", "checkpoint.keep=9"};
    assertEquals(0, train("again", two).exitCode());
    // As if the run had been killed behind step 4.
    Path checkpoints = folder.resolve("again/checkpoints");
    Files.delete(checkpoints.resolve("last"));
    Files.createSymbolicLink(checkpoints.resolve("last"), Path.of("step-000004"));

    CommandRun refused = train("again");
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("--resume"), refused.err());
    CommandRun resumed = train("again", "--resume", "--set", "checkpoint.every_steps=2");
    assertEquals(0, resumed.exitCode(), resumed.err());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("straight").resolve(WEIGHTS)),
        Files.readAllBytes(folder.resolve("again").resolve(WEIGHTS)));
  }

  @Test
  void changesAreOfARunThatGoesOn() {
    CommandRun run = train("changed", "--with-changes");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--resume"), run.err());
    assertFalse(Files.exists(folder.resolve("changed")));
  }

  @Test
  void resumeStartsAfreshWhereThereIsNothing() {
    assertEquals(0, train("fresh", "--resume", "--set", "train.steps=1").exitCode());
  }

  @Test
  void badInputGetsOneLine() throws IOException {
    assertFails(train("bad", "--set", "train.step=3"), "train.step", "did you mean 'train.steps'");
    assertFails(train("bad", "--set", "train.steps=abc"), "clip4j: --set train.steps=abc", "'abc'");
    assertFails(train("bad", "--set", "train.steps"), "train.steps", "key=value");
    assertFails(train("bad", "--set", "train.batch=1"), "train.batch");
    assertFails(train("bad", "--set", "data.train=[none.tar]"), "none.tar", "data.train");
    assertFails(
        CommandRun.of("train", "--config", at("none.yaml"), "--out", at("bad")), "none.yaml");
    assertFails(
        CommandRun.of("eval", "--model", at("images"), "--data", at("shards/pairs-000000.tar")),
        "images",
        "open_clip_config.json");
    assertFails(embed("x.safetensors", "--texts", at("none.txt")), "none.txt", "no such file");
    assertFalse(Files.exists(folder.resolve("bad/checkpoints")));
  }

  private static void assertFails(CommandRun run, String... said) {
    assertEquals(1, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    for (String words : said) {
      assertTrue(run.err().contains(words), run.err());
    }
  }
}
