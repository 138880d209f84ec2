package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of several captions one is drawn each epoch. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CaptionDrawTest {

  private static final PairFields LINES =
      new PairFields(List.of("png"), List.of("txt"), List.of("caption"), false, true);

  private static PairData data(int samples, int captions) {
    return data(samples, captions, 8);
  }

  /** As many samples, each with some of so many captions. */
  private static PairData data(int samples, int captions, int distinct) {
    Map<String, Map<String, byte[]>> all = new LinkedHashMap<>();
    for (int i = 0; i < samples; i++) {
      StringBuilder lines = new StringBuilder();
      for (int c = 0; c < captions; c++) {
        lines.append("text ").append((i + c) % distinct).append('\n');
      }
      all.put("k" + i, Map.of("png", PairData.png(i), "txt", PairData.text(lines.toString())));
    }
    return new PairData().shard(all);
  }

  private static List<Batch> batches(LoaderConfig config, PairData data, int count)
      throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      for (int i = 0; i < count; i++) {
        result.add(loader.next());
      }
    }
    return result;
  }

  @Test
  void allAreDrawnAlike() {
    Pair pair = new Pair("s", 0, 0, "k", PairData.NO_PICTURE, List.of("a", "b", "c", "d"));
    CaptionDraw draw = new CaptionDraw(5);
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Integer> pairs = new TreeMap<>();
    for (int epoch = 0; epoch < 200; epoch++) {
      String before = "";
      for (int sample = 0; sample < 50; sample++) {
        Pair drawn = draw.draw(pair, epoch, sample);
        assertEquals(List.of(drawn.caption()), drawn.captions());
        counts.merge(drawn.caption(), 1, Integer::sum);
        String inNextEpoch = draw.draw(pair, epoch + 1, sample).caption();
        pairs.merge(drawn.caption() + inNextEpoch, 1, Integer::sum);
        if (!before.isEmpty()) {
          pairs.merge(before + "," + drawn.caption(), 1, Integer::sum);
        }
        before = drawn.caption();
      }
    }
    assertEquals(4, counts.size());
    // Of 10,000 draws 2,500 each; five deviations are 217. Of pairs a sixteenth; 121.
    counts.values().forEach(count -> assertEquals(2500, count, 217));
    assertEquals(32, pairs.size());
    pairs.values().forEach(count -> assertEquals(620, count, 135));
  }

  @Test
  void seedsDrawOtherCaptionsAndOnesOfOnePairAreNotDrawn() {
    Pair pair = new Pair("s", 0, 0, "k", PairData.NO_PICTURE, List.of("a", "b", "c", "d"));
    Set<String> drawn = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      drawn.add(new CaptionDraw(seed).draw(pair, 0, 0).caption());
    }
    assertEquals(4, drawn.size());
    Pair one = new Pair("s", 0, 0, "k", PairData.NO_PICTURE, List.of("only"));
    assertTrue(one == new CaptionDraw(1).draw(one, 3, 4));
  }

  @Test
  void everyEpochDrawsAnewAndPicturesStayTheirs() throws IOException {
    PairData data = data(10, 3);
    LoaderConfig config = LoaderConfig.of(data.names(), 10, 7).withFields(LINES).withShuffle(4);
    Map<String, Set<String>> seen = new TreeMap<>();
    Set<List<String>> epochs = new HashSet<>();
    for (Batch batch : batches(config, data, 30)) {
      epochs.add(batch.captions());
      for (int i = 0; i < 10; i++) {
        int number = (int) batch.pixels()[i * 12];
        assertEquals("k" + number, batch.keys().get(i));
        String tokens = new String(batch.tokens()[i], 0, batch.tokens()[i].length);
        assertTrue(tokens.contains(batch.captions().get(i)), tokens);
        seen.computeIfAbsent("k" + number, k -> new TreeSet<>()).add(batch.captions().get(i));
      }
    }
    assertEquals(30, epochs.size());
    for (int i = 0; i < 10; i++) {
      Set<String> all = new TreeSet<>();
      for (int c = 0; c < 3; c++) {
        all.add("text " + (i + c) % 8);
      }
      assertEquals(all, seen.get("k" + i));
    }
    LoaderConfig first = config.withFields(new PairFields(List.of("png"), List.of("txt"), "x"));
    assertArrayEquals(
        batches(first, data, 1).get(0).pixels(), batches(config, data, 1).get(0).pixels());
  }

  @Test
  void threadsDoNotMatter() throws IOException {
    PairData data = data(30, 5);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 6, 7).withFields(LINES).withUniqueCaptions(true);
    List<String> expected =
        batches(config.withThreads(1, 1), data, 20).stream().map(PairData::describe).toList();
    assertEquals(
        expected,
        batches(config.withThreads(4, 40), data, 20).stream().map(PairData::describe).toList());
  }

  @Test
  void uniqueCaptionsLooksAtTheDrawnOne() throws IOException {
    PairData data = data(24, 2, 24);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 6, 7).withFields(LINES).withUniqueCaptions(true);
    boolean waited = false;
    for (Batch batch : batches(config, data, 40)) {
      assertEquals(6, new HashSet<>(batch.captions()).size(), batch.captions().toString());
      waited |= !batch.next().deferred().isEmpty();
    }
    assertTrue(waited);
  }

  @Test
  void evaluationTakesTheFirst() throws IOException {
    PairData data = data(9, 4);
    LoaderConfig config = LoaderConfig.of(data.names(), 9, 7).withFields(LINES);
    try (EvalLoader loader = new EvalLoader(config, data, PairData.transform())) {
      Batch batch = loader.next();
      for (int i = 0; i < 9; i++) {
        assertEquals("text " + i % 8, batch.captions().get(i));
      }
    }
  }
}
