package org.clip4j.examples.icons;

import static org.clip4j.examples.iconify.TinyArchive.BLUE_DISC;
import static org.clip4j.examples.iconify.TinyArchive.GREEN_BAR;
import static org.clip4j.examples.iconify.TinyArchive.RED_SQUARE;
import static org.clip4j.examples.iconify.TinyArchive.icon;
import static org.clip4j.examples.iconify.TinyArchive.set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.io.file.PathUtils;
import org.clip4j.core.Sha256;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardReader;
import org.clip4j.examples.iconify.ArchiveSource;
import org.clip4j.examples.iconify.ProgressListener;
import org.clip4j.examples.iconify.TinyArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IconMakerTest {

  private static final int OF_EACH = 20;
  private static final BooleanSupplier GO_ON = () -> false;

  @TempDir Path folder;

  private Path jar;

  @BeforeEach
  void archive() throws IOException {
    jar = mixed().write(folder.resolve("a.jar"));
  }

  /**
   * Three free sets of twenty icons each and some that cannot be pairs, and one that is not free.
   */
  private static TinyArchive mixed() {
    return new TinyArchive()
        .with(
            "apples",
            set(
                "Apples",
                "UI 24px",
                "MIT",
                String.join(
                    ",",
                    icons(RED_SQUARE),
                    icon("nothing", "<g/>"),
                    icon("broken", "<path"),
                    icon("moving", "<animate/>"),
                    icon("empty", ""),
                    icon("../escaped", RED_SQUARE)),
                ",\"aliases\":{\"crimson\":{\"parent\":\"icon-1\"}},"
                    + "\"categories\":{\"Shapes\":[\"icon-3\"]}"))
        .with("pears", set("Pears", "Emoji", "CC-BY-4.0", icons(BLUE_DISC), ""))
        .with("plums", set("Plums", "Logos", "ISC", icons(GREEN_BAR), ""))
        .with("quinces", set("Quinces", "Logos", "CC-BY-NC-4.0", icons(GREEN_BAR), ""))
        .with("silent", "{\"icons\":{" + icon("a", RED_SQUARE) + "}}");
  }

  private static String icons(String body) {
    return IntStream.range(0, OF_EACH)
        .mapToObj(i -> icon("icon-" + i, body))
        .collect(Collectors.joining(","));
  }

  private static IconOptions small(int threads) {
    return new IconOptions(Optional.empty(), 16, 7, threads);
  }

  private static IconCard make(Path jar, Path out, IconOptions options, BooleanSupplier stop)
      throws IOException {
    Files.createDirectories(out);
    return new IconMaker(options, ProgressListener.NONE, stop)
        .make(jar, new ArchiveSource(Optional.of(jar)).artifact(), out);
  }

  private static List<Sample> samples(Path out, IconCard card) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (var shard : card.shards()) {
      Path file = out.resolve(IconMaker.SHARDS).resolve(shard.file());
      try (ShardReader reader = ShardReader.open(file)) {
        for (Optional<Sample> s = reader.next(); s.isPresent(); s = reader.next()) {
          samples.add(s.get());
        }
      }
    }
    return samples;
  }

  private static String text(Sample sample, String part) {
    return new String(sample.part(part).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void countsWhatIsThereAndWhatIsNot() throws IOException {
    IconCard card = make(jar, folder.resolve("out"), small(2), GO_ON);
    assertEquals(60, card.pairs());
    assertEquals(60, card.captions());
    assertEquals(0, card.repeated());
    assertEquals(Map.of("MIT", 20, "CC-BY-4.0", 20, "ISC", 20), card.licenses());
    assertEquals(
        Map.of("alias", 1, "bad_key", 1, "malformed", 1, "blank", 1, "failed", 2, "not_free", 21),
        card.leftOut());
    assertEquals(
        List.of("apples", "pears", "plums", "quinces", "silent"),
        card.sets().stream().map(IconCard.Origin::name).toList());
    assertEquals(Map.of("not_free", 20), card.sets().get(3).leftOut());
    assertEquals("Anna", card.sets().get(0).license().author());
    assertEquals(9, card.shards().size());
    assertEquals(4, card.shards().get(8).samples());
    ShardManifest manifest = ShardManifest.in(folder.resolve("out/shards")).orElseThrow();
    assertEquals(card.pairs(), manifest.samples());
    assertEquals(
        Sha256.of(folder.resolve("out/shards/icons-000008.tar")),
        manifest.byName().get("icons-000008.tar").sha256());
    assertTrue(Files.readString(folder.resolve("out/dataset.json")).contains("\"repeated\" : 0"));
    try (var files = Files.list(folder.resolve("out"))) {
      assertEquals(
          Set.of("dataset.json", "shards"),
          files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void aSampleSaysWhatItIs() throws IOException {
    Path out = folder.resolve("out");
    Sample third =
        samples(out, make(jar, out, small(2), GO_ON)).stream()
            .filter(sample -> sample.key().equals("apples_icon-3"))
            .findFirst()
            .orElseThrow();
    assertEquals("icon 3, icon from Apples", text(third, "txt"));
    assertEquals(
        "{\"set\":\"apples\",\"title\":\"Apples\",\"license\":\"MIT\",\"icon\":\"icon-3\","
            + "\"category\":\"Shapes\"}",
        text(third, "json"));
    byte[] rgb = ImageDecoder.decode(third.part("png").orElseThrow(), "png").rgb();
    assertEquals(16 * 16 * 3, rgb.length);
    assertArrayEquals(
        new byte[] {(byte) 255, 0, 0}, Arrays.copyOfRange(rgb, 3 * (8 * 16 + 8), 3 * (8 * 16 + 9)));
  }

  @Test
  void theSameBytesTwiceWhateverTheThreads() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    assertEquals(make(jar, one, small(3), GO_ON), make(jar, two, small(1), GO_ON));
    assertArrayEquals(
        Files.readAllBytes(one.resolve("shards/icons-000004.tar")),
        Files.readAllBytes(two.resolve("shards/icons-000004.tar")));
  }

  @Test
  void everyStretchMixesTheSets() throws IOException {
    Path out = folder.resolve("out");
    List<Sample> samples = samples(out, make(jar, out, small(2), GO_ON));
    for (int from = 0; from < 60; from += 20) {
      Set<String> sets = new HashSet<>();
      samples.subList(from, from + 20).forEach(s -> sets.add(s.key().split("_")[0]));
      assertEquals(Set.of("apples", "pears", "plums"), sets, "from " + from);
    }
  }

  @Test
  void anIconsPlaceAmongTheOthersIsItsOwn() throws IOException {
    Path all = folder.resolve("all");
    Path fewer = folder.resolve("fewer");
    Path other = mixed().without("pears").write(folder.resolve("b.jar"));
    assertEquals(
        samples(all, make(jar, all, small(2), GO_ON)).stream()
            .map(Sample::key)
            .filter(key -> !key.startsWith("pears"))
            .toList(),
        samples(fewer, make(other, fewer, small(2), GO_ON)).stream().map(Sample::key).toList());
  }

  @Test
  void captionsThatComeAgainAreCounted() throws IOException {
    Path twice =
        new TinyArchive()
            .with("a", set("Same", "", "MIT", icon("x", RED_SQUARE), ""))
            .with("b", set("Same", "", "MIT", icon("x", BLUE_DISC), ""))
            .write(folder.resolve("b.jar"));
    IconCard card = make(twice, folder.resolve("out"), small(1), GO_ON);
    assertEquals(2, card.pairs());
    assertEquals(1, card.captions());
    assertEquals(1, card.repeated());
  }

  @Test
  void nothingFreeIsAnError() throws IOException {
    Path none =
        new TinyArchive()
            .with("a", set("A", "", "CC-BY-NC-4.0", icon("x", RED_SQUARE), ""))
            .write(folder.resolve("b.jar"));
    IOException e =
        assertThrows(IOException.class, () -> make(none, folder.resolve("out"), small(1), GO_ON));
    assertEquals(
        none + ": not one icon under a free licence can be drawn; left out: {not_free=1}",
        e.getMessage());
  }

  @Test
  void askedToStopItStops() {
    assertThrows(
        InterruptedIOException.class, () -> make(jar, folder.resolve("out"), small(1), () -> true));
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> IconOptions.DEFAULT.withLimit(0));
    assertThrows(IllegalArgumentException.class, () -> IconOptions.DEFAULT.withSize(15));
    assertThrows(IllegalArgumentException.class, () -> IconOptions.DEFAULT.withSize(1025));
  }

  /** Fewer pairs are the first ones of more, in the same shards up to the last. */
  @Property(tries = 25)
  void aLimitGivesAPrefix(@ForAll @IntRange(min = 1, max = 70) int limit) throws IOException {
    Path here = Files.createTempDirectory("icons");
    try {
      Path archive = mixed().write(here.resolve("a.jar"));
      Path all = here.resolve("all");
      Path some = here.resolve("some");
      IconCard whole = make(archive, all, small(2), GO_ON);
      IconCard part = make(archive, some, small(2).withLimit(limit), GO_ON);
      assertEquals(Math.min(limit, 60), part.pairs());
      assertEquals(part.pairs(), part.licenses().values().stream().mapToInt(n -> n).sum());
      List<Sample> first = samples(all, whole).subList(0, part.pairs());
      List<Sample> found = samples(some, part);
      assertEquals(first.size(), found.size());
      for (int i = 0; i < first.size(); i++) {
        assertEquals(first.get(i).key(), found.get(i).key());
        for (String name : List.of("png", "txt", "json")) {
          assertArrayEquals(
              first.get(i).part(name).orElseThrow(), found.get(i).part(name).orElseThrow());
        }
      }
      int full = part.pairs() / 7;
      assertEquals(whole.shards().subList(0, full), part.shards().subList(0, full));
    } finally {
      PathUtils.deleteDirectory(here);
    }
  }
}
