package org.clip4j.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clip4j.data.check.SheetSample.Thumbnail;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSheetTest {

  @TempDir private Path folder;

  /** Three shards of 20 pairs; the second has two bad ones, the third is cut off. */
  @BeforeEach
  void write() throws IOException {
    for (String prefix : List.of("a", "b", "c")) {
      try (Shards shards = new Shards(folder, prefix)) {
        for (int i = 0; i < 20; i++) {
          shards.pair(prefix + i, Shards.picture("png", 400, 100, i), "png", "caption " + i);
        }
        if (prefix.equals("b")) {
          shards.pair("bad", "no".getBytes(StandardCharsets.UTF_8), "png", "a <b>picture</b>");
          shards.sample("none", Map.of("png", Shards.picture("png", 3, 4, 5)));
        }
      }
    }
    Path last = folder.resolve("c-000000.tar");
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 15_000));
  }

  private List<String> names() {
    return List.of("a", "b", "c").stream()
        .map(prefix -> folder.resolve(prefix + "-000000.tar").toString())
        .toList();
  }

  private SampleSheet sheet(int limit, long seed) {
    return new SampleSheet(
        SheetOptions.of(names(), limit, seed), ShardSources.standard(), passed -> {});
  }

  private static List<String> keys(List<SheetSample> samples) {
    return samples.stream().map(SheetSample::key).toList();
  }

  @Test
  void drawsFromEveryShardTheSameForASeed() throws IOException {
    List<SheetSample> drawn = sheet(10, 1).drawn();
    assertEquals(11, drawn.size(), "the cut shard's rest comes behind");
    assertEquals(keys(drawn), keys(sheet(10, 1).drawn()));
    assertNotEquals(keys(drawn), keys(sheet(10, 2).drawn()));
    assertEquals(
        List.of(4L, 3L, 4L),
        names().stream()
            .map(name -> drawn.stream().filter(s -> s.shard().equals(name)).count())
            .toList());
    assertEquals(Reason.SHARD_DAMAGED, drawn.get(10).problem().orElseThrow().reason());
    SheetSample first = drawn.get(0);
    assertEquals(names().get(0), first.shard());
    Thumbnail picture = first.picture().orElseThrow();
    assertEquals(List.of(400, 100), List.of(picture.width(), picture.height()));
    assertEquals(160, picture.image().width());
    assertEquals(40, picture.image().height());
    assertTrue(first.caption().orElseThrow().startsWith("caption "));
    assertTrue(first.parts().startsWith("png "), first.parts());
  }

  @Test
  void everySampleIsAsLikely() throws IOException {
    Map<String, Integer> times = new HashMap<>();
    for (int seed = 0; seed < 80; seed++) {
      SheetOptions one = SheetOptions.of(names().subList(0, 1), 5, seed);
      List<SheetSample> drawn = new SampleSheet(one, ShardSources.standard(), p -> {}).drawn();
      assertEquals(5, drawn.stream().map(SheetSample::key).distinct().count());
      keys(drawn).forEach(key -> times.merge(key, 1, Integer::sum));
    }
    assertEquals(20, times.size());
    // 20 each on average, with a standard deviation of 4.
    times.values().forEach(n -> assertTrue(n > 4 && n < 36, "" + times));
  }

  @Test
  void moreShardsThanSamplesAreTakenAtEvenDistances() throws IOException {
    List<SheetSample> drawn = sheet(1, 0).drawn();
    assertEquals(1, drawn.size());
    assertEquals(names().get(0), drawn.get(0).shard());
  }

  @Test
  void badOnesComeWithTheirReasonAndWhatIsToBeSeen() throws IOException {
    List<SheetSample> bad = sheet(50, 0).bad();
    assertEquals(List.of("bad", "none", ""), keys(bad));
    assertEquals(Reason.PICTURE_UNREADABLE, bad.get(0).problem().orElseThrow().reason());
    assertEquals("a <b>picture</b>", bad.get(0).caption().orElseThrow());
    assertTrue(bad.get(0).picture().isEmpty());
    assertEquals("png 2 B, txt 16 B", bad.get(0).parts());
    assertEquals(Reason.CAPTION_MISSING, bad.get(1).problem().orElseThrow().reason());
    assertEquals(3, bad.get(1).picture().orElseThrow().width());
    assertEquals(Reason.SHARD_DAMAGED, bad.get(2).problem().orElseThrow().reason());
    assertEquals(List.of("bad"), keys(sheet(1, 0).bad()));
  }

  @Test
  void impossibleLimitsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> sheet(0, 0));
    assertThrows(IllegalArgumentException.class, () -> sheet(SheetOptions.MOST + 1, 0));
  }
}
