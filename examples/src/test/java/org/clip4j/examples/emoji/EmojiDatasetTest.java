package org.clip4j.examples.emoji;

import static org.clip4j.examples.iconify.TinyArchive.BLUE_DISC;
import static org.clip4j.examples.iconify.TinyArchive.GREEN_BAR;
import static org.clip4j.examples.iconify.TinyArchive.RED_SQUARE;
import static org.clip4j.examples.iconify.TinyArchive.icon;
import static org.clip4j.examples.iconify.TinyArchive.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clip4j.core.Sha256;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.examples.iconify.ProgressListener;
import org.clip4j.examples.iconify.ShardFile;
import org.clip4j.examples.iconify.TinyArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmojiDatasetTest {

  @TempDir Path folder;

  private EmojiOptions options;

  @BeforeEach
  void jar() throws IOException {
    TinyArchive archive =
        emoji()
            .with(
                "noto",
                set(
                    String.join(
                        ",",
                        icon("red-square", RED_SQUARE),
                        icon("green-bar", GREEN_BAR, ",\"rotate\":1"),
                        icon("flag-france", RED_SQUARE),
                        icon("hand-dark-skin-tone", RED_SQUARE),
                        icon("../../../escaped", RED_SQUARE),
                        icon("nothing", "<g/>"),
                        icon("broken", "<path")),
                    ",\"aliases\":{\"crimson-square\":{\"parent\":\"red-square\"}},"
                        + "\"categories\":{\"Shapes\":[\"red-square\"]}"))
            .with("fxemoji", set(icon("greenbar", GREEN_BAR), ""))
            .with(
                "fluent-emoji-flat",
                set(
                    icon("green-bar", GREEN_BAR)
                        + ","
                        + icon("red-square", RED_SQUARE)
                        + ","
                        + icon("unheard-of", BLUE_DISC),
                    ""));
    options =
        EmojiOptions.DEFAULT
            .withSize(32)
            .withThreads(3)
            .withJar(archive.write(folder.resolve("a.jar")));
  }

  /** The eight sets, each of a red square and a blue disc. */
  private static TinyArchive emoji() {
    TinyArchive archive = new TinyArchive();
    for (Split split : Split.values()) {
      for (String set : split.sets()) {
        archive.with(
            set, set(icon("red-square", RED_SQUARE) + "," + icon("blue-disc", BLUE_DISC), ""));
      }
    }
    return archive;
  }

  private EmojiDataset prepare(String name, EmojiOptions with) throws IOException {
    return EmojiDataset.prepare(folder.resolve(name), with, ProgressListener.NONE);
  }

  /** The contents of every file, by its path in the folder. */
  private static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((file, bytes) -> assertArrayEquals(bytes, actual.get(file), file));
  }

  @Test
  void countsWhatIsThereAndWhatIsNot() throws IOException {
    DatasetCard card = prepare("out", options).card();
    assertEquals(Map.of("train", 13, "heldout", 2), card.pairs());
    assertEquals(Map.of("train", 3, "heldout", 2), card.names());
    DatasetCard.Origin noto = card.sets().get(0);
    assertEquals("noto", noto.name());
    assertEquals(2, noto.pairs());
    assertEquals(
        Map.of("alias", 1, "flag", 1, "skin_tone", 1, "bad_key", 1, "blank", 1, "failed", 1),
        noto.leftOut());
    assertEquals("MIT", noto.license().spdx());
    DatasetCard.Origin fluent = card.sets().get(7);
    assertEquals(Map.of("name_not_in_training", 1), fluent.leftOut());
    assertEquals(Sha256.of(folder.resolve("a.jar")), card.artifact().sha256());
  }

  @Test
  void pairsComeBackAsTheyWere() throws IOException {
    EmojiDataset pairs = prepare("out", options);
    assertEquals("shards/train-000000.tar", pairs.shardPattern(Split.TRAIN));
    List<EmojiPicture> heldOut = new ArrayList<>(pairs.pictures(Split.HELD_OUT));
    heldOut.sort(Comparator.comparing(EmojiPicture::caption));
    assertEquals("green bar", heldOut.get(0).caption());
    assertEquals("fluent-emoji-flat", heldOut.get(0).set());
    assertEquals("green-bar", heldOut.get(0).icon());
    assertEquals(32, heldOut.get(0).image().width());
    List<EmojiPicture> train = pairs.pictures(Split.TRAIN);
    assertEquals(13, train.size());
    EmojiPicture square =
        train.stream()
            .filter(p -> p.set().equals("noto") && p.icon().equals("red-square"))
            .findFirst()
            .orElseThrow();
    assertEquals("Shapes", square.category());
    int middle = 3 * (16 * 32 + 16);
    assertEquals((byte) 255, square.image().rgb()[middle]);
    assertEquals(0, square.image().rgb()[middle + 1]);
    assertEquals(
        List.of("green bar"),
        train.stream().filter(p -> p.set().equals("fxemoji")).map(EmojiPicture::caption).toList());
  }

  @Test
  void theSameBytesTwiceWhateverTheThreads() throws IOException {
    prepare("one", options);
    prepare("two", options.withThreads(1));
    assertSame(contents(folder.resolve("one")), contents(folder.resolve("two")));
  }

  @Test
  void aKeyCannotLeaveTheFolder() throws IOException {
    prepare("out", options);
    assertEquals(
        List.of(
            "a.jar",
            "out/dataset.json",
            "out/shards/heldout-000000.tar",
            "out/shards/manifest.json",
            "out/shards/train-000000.tar"),
        List.copyOf(contents(folder).keySet()));
  }

  @Test
  void theSeedOrdersAndNothingElse() throws IOException {
    EmojiOptions other = new EmojiOptions(32, 2, 5, true, 1, options.jar());
    EmojiDataset one = prepare("one", options);
    EmojiDataset two = prepare("two", other);
    assertEquals(one.card().fingerprint(), two.card().fingerprint());
    assertEquals("shards/train-{000000..000002}.tar", two.shardPattern(Split.TRAIN));
    assertEquals(
        List.of(5, 5, 3, 2), two.card().shards().stream().map(ShardFile::samples).toList());
    assertEquals(
        List.of(2L, 5L, 5L, 3L),
        ShardManifest.in(folder.resolve("two/shards")).orElseThrow().shards().stream()
            .map(ShardManifest.Entry::samples)
            .toList());
    List<String> first = icons(one);
    List<String> second = icons(two);
    assertNotEquals(first, second);
    assertEquals(first.stream().sorted().toList(), second.stream().sorted().toList());
  }

  private static List<String> icons(EmojiDataset pairs) throws IOException {
    return pairs.pictures(Split.TRAIN).stream().map(p -> p.set() + ":" + p.icon()).toList();
  }

  @Test
  void whatIsThereIsTakenAsItIs() throws IOException {
    prepare("out", options);
    List<String> drawn = new ArrayList<>();
    EmojiDataset.prepare(folder.resolve("out"), options, (stage, done, all) -> drawn.add(stage));
    assertEquals(List.of(), drawn);
    EmojiDataset.prepare(
        folder.resolve("out"), options.withSize(16), (stage, done, all) -> drawn.add(stage));
    assertEquals(8, drawn.size());
  }

  @Test
  void whatIsDamagedIsMadeAnew() throws IOException {
    Path out = folder.resolve("out");
    prepare("out", options);
    Map<String, byte[]> whole = contents(out);
    Path shard = out.resolve("shards/train-000000.tar");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[700] ^= 1;
    Files.write(shard, bytes);
    IOException e = assertThrows(IOException.class, () -> EmojiDataset.open(out));
    assertTrue(e.getMessage().contains("prepare the pairs again"), e.getMessage());
    prepare("out", options);
    assertSame(whole, contents(out));

    Files.writeString(out.resolve("dataset.json"), "{\"format\":");
    Files.writeString(out.resolve("shards/train-000007.tar.unfinished"), "broken off");
    prepare("out", options);
    assertSame(whole, contents(out));
    assertEquals(13, EmojiDataset.open(out).pictures(Split.TRAIN).size());
  }

  @Test
  void aCardCannotPointElsewhere() throws IOException {
    Path out = folder.resolve("out");
    prepare("out", options);
    Path card = out.resolve("dataset.json");
    Files.writeString(card, Files.readString(card).replace("train-000000.tar", "../../a.jar"));
    assertThrows(IOException.class, () -> EmojiDataset.open(out));
  }

  @Test
  void anotherFilesPlaceIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("b.jar"), "no jar");
    IOException noJar =
        assertThrows(IOException.class, () -> prepare("out", options.withJar(text)));
    assertTrue(noJar.getMessage().startsWith(text + ": not a readable jar"), noJar.getMessage());
    Path lacking = emoji().without("openmoji").write(folder.resolve("c.jar"));
    IOException noSet =
        assertThrows(IOException.class, () -> prepare("out", options.withJar(lacking)));
    assertTrue(noSet.getMessage().contains("openmoji.json"), noSet.getMessage());
    Path absent = folder.resolve("d.jar");
    IOException none =
        assertThrows(IOException.class, () -> prepare("out", options.withJar(absent)));
    assertTrue(none.getMessage().startsWith(absent + ": no such file"), none.getMessage());
    assertThrows(IOException.class, () -> EmojiDataset.open(folder.resolve("out")));
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> options.withSize(20));
    assertThrows(IllegalArgumentException.class, () -> options.withThreads(0));
  }
}
