package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {

  @TempDir private Path folder;
  private String good;
  private String bad;

  /** Eight good pairs; one good and two bad ones. */
  @BeforeEach
  void write() throws IOException {
    Path images = folder.resolve("images");
    List<String> captions = TestPictures.write(images);
    assertEquals(
        0,
        CommandRun.of(
                "pack",
                "--images",
                images.toString(),
                "--captions",
                images.resolve("captions.csv").toString(),
                "--out",
                folder.toString())
            .exitCode());
    good = folder.resolve("pairs-000000.tar").toString();
    byte[] picture = Files.readAllBytes(images.resolve("red-disc.png"));
    byte[] caption = captions.get(0).getBytes(StandardCharsets.UTF_8);
    try (ShardWriter writer = new ShardWriter(folder, "spoilt", 10, 1 << 20)) {
      writer.write(new Sample("1", Map.of("png", picture, "txt", caption)));
      writer.write(new Sample("2", Map.of("png", caption, "txt", caption)));
      writer.write(new Sample("3", Map.of("txt", "<b>bold</b>".getBytes(StandardCharsets.UTF_8))));
    }
    bad = folder.resolve("spoilt-000000.tar").toString();
  }

  private static JsonNode lastLine(CommandRun run) throws IOException {
    List<String> lines = run.out().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void goodShardsEndWithZero() {
    CommandRun run = CommandRun.of("data", "check", good);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("1 shard, 0 MiB, 8 samples: 8 good pairs, 0 bad"), run.out());
    assertTrue(run.out().contains("shorter side, pixels               20           20"), run.out());
    assertTrue(run.out().contains("captions that come again 0, 8 different"), run.out());
  }

  @Test
  void somethingBadEndsWithOneAndIsListed() throws IOException {
    Path list = folder.resolve("bad.jsonl");
    String missing = folder.resolve("none.tar").toString();
    CommandRun run =
        CommandRun.of(
            "data", "check", good, bad, missing, "--threads", "2", "--quarantine", list.toString());
    assertEquals(1, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("3 shards, 0 MiB, 11 samples: 9 good pairs, 3 bad"), run.out());
    assertTrue(
        run.out()
            .contains(
                bad + ": 3 samples, 1 good pairs; bad: picture missing 1, picture unreadable 1"),
        run.out());
    assertFalse(run.out().contains(good), run.out());
    List<String> lines = Files.readAllLines(list);
    assertEquals(3, lines.size());
    for (String line : lines) {
      JsonNode sample = new ObjectMapper().readTree(line);
      assertTrue(sample.hasNonNull("shard") && sample.hasNonNull("reason"), line);
    }
    assertTrue(CommandRun.of("data", "check", good, bad, "--all").out().contains(good));
  }

  /** Packing has written it. */
  @Test
  void aShardIsHeldAgainstTheManifestBesideIt() throws IOException {
    assertTrue(
        CommandRun.of("data", "check", good).out().contains("manifest.json            1 of them"));
    assertEquals("[]", shard(CommandRun.of("data", "check", good, "--json")).path("manifest") + "");
    long bytes = Files.size(Path.of(good));
    Files.write(Path.of(good), new byte[512], StandardOpenOption.APPEND);
    CommandRun run = CommandRun.of("data", "check", good);
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(
        run.out().contains("not as manifest.json says: more than its " + bytes + " bytes"),
        run.out());
    assertTrue(run.out().contains("8 good pairs, 0 bad"), run.out());
    JsonNode found = shard(CommandRun.of("data", "check", good, "--json"));
    assertTrue(found.path("manifest").path(0).asText().startsWith("more than"), "" + found);
    assertTrue(
        shard(CommandRun.of("data", "check", bad, "--json")).path("manifest").isMissingNode());
  }

  private static JsonNode shard(CommandRun run) throws IOException {
    return lastLine(run).at("/shards/0");
  }

  @Test
  void jsonIsOneObject() throws IOException {
    CommandRun run = CommandRun.of("data", "check", good, bad, "--json");
    assertEquals(1, run.exitCode());
    assertEquals(1, run.out().lines().count(), run.out());
    JsonNode report = lastLine(run);
    assertFalse(report.get("good").booleanValue());
    assertEquals(77, report.get("context_length").intValue());
    JsonNode all = report.get("all");
    assertEquals(11, all.get("samples").intValue());
    assertEquals(9, all.get("pairs").intValue());
    assertEquals(1, all.at("/bad/picture_missing").intValue());
    assertEquals(9, all.at("/formats/png").intValue());
    assertEquals(20, all.at("/shorter_side/median").intValue());
    assertEquals(1, all.at("/captions/repeated").intValue());
    assertEquals(2, report.get("shards").size());
    assertEquals(bad, report.at("/shards/1/shard").textValue());
    assertEquals(1, report.at("/shards/1/pairs").intValue());
    assertTrue(lastLine(CommandRun.of("data", "check", good, "--json")).get("good").booleanValue());
  }

  @Test
  void aConfigurationSaysWhatIsChecked() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            model_cfg:
              embed_dim: 8
              vision_cfg: {image_size: 8, patch_size: 4, width: 8, layers: 1, head_width: 4}
              text_cfg: {context_length: 4, vocab_size: 49408, width: 8, heads: 2, layers: 1}
            data:
              train: ["pairs-{000000..000000}.tar"]
              filter: {max_caption_chars: 10}
            train: {steps: 1, batch: 2}
            """);
    CommandRun run = CommandRun.of("data", "check", "--config", config.toString(), "--json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(4, lastLine(run).get("context_length").intValue());
    // Of the captions, "a red disc" alone has ten characters: three ids between start and end.
    assertEquals(1, lastLine(run).at("/all/pairs").intValue());
    assertEquals(1, lastLine(run).at("/all/captions_cut").intValue());
    assertEquals(7, lastLine(run).at("/all/filtered/caption characters at most 10").intValue());
    CommandRun table = CommandRun.of("data", "check", "--config", config.toString());
    assertTrue(table.out().contains("turned away by filters   7"), table.out());
    CommandRun none = CommandRun.of("data", "check");
    assertEquals(2, none.exitCode());
    assertTrue(none.err().contains("Name shards, or a configuration"), none.err());
  }

  @Test
  void thePageHoldsTheSamples() throws IOException {
    Path page = folder.resolve("samples.html");
    CommandRun run =
        CommandRun.of("data", "show", good, bad, "--limit", "6", "--out", page.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("6 samples of 2 shards in " + page), run.out());
    String html = Files.readString(page);
    // Three of each shard; of the second, all: one picture, one that is none, one missing.
    assertEquals(4, html.split("data:image/jpeg;base64,", -1).length - 1);
    assertTrue(html.contains("picture unreadable"), "bad samples are shown with their reason");
    assertTrue(html.contains("&lt;b&gt;bold"), "and escaped");

    CommandRun onlyBad =
        CommandRun.of("data", "show", good, bad, "--bad", "--out", page.toString());
    assertEquals(0, onlyBad.exitCode(), onlyBad.err());
    assertTrue(onlyBad.out().contains("2 bad samples of 2 shards"), onlyBad.out());
    assertFalse(Files.readString(page).contains("data:image"), "neither can be decoded");
  }

  @Test
  void impossibleUsageIsRefused() {
    assertEquals(2, CommandRun.of("data").exitCode());
    assertEquals(2, CommandRun.of("data", "show", good, "--limit", "0").exitCode());
    assertEquals(2, CommandRun.of("data", "check", good, "--threads", "0").exitCode());
    CommandRun missing = CommandRun.of("data", "show", folder.resolve("none.tar").toString());
    assertEquals(1, missing.exitCode());
    assertTrue(missing.err().contains("none.tar"), missing.err());
    CommandRun nowhere =
        CommandRun.of("data", "show", good, "--out", folder.resolve("no/page.html").toString());
    assertEquals(1, nowhere.exitCode());
    assertTrue(nowhere.err().contains("no such folder for --out"), nowhere.err());
  }

  @Test
  void aCutShardKeepsTheOthers() throws IOException {
    Path cut = folder.resolve("cut.tar");
    byte[] whole = Files.readAllBytes(Path.of(good));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    JsonNode report = lastLine(CommandRun.of("data", "check", cut.toString(), good, "--json"));
    assertEquals(1, report.at("/all/bad/shard_damaged").intValue());
    assertEquals(8, report.at("/shards/1/pairs").intValue());
  }
}
