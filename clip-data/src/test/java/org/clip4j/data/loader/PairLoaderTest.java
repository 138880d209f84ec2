package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.image.ImageTransform;
import org.clip4j.data.image.RgbImage;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PairLoaderTest {

  private static LoaderConfig config(PairData data, int batch) {
    return LoaderConfig.of(data.names(), batch, 7).withShuffle(20);
  }

  private static List<Batch> batches(
      LoaderConfig config, PairData data, PairTransform transform, Position start, int count)
      throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, data, transform, start)) {
      for (int i = 0; i < count; i++) {
        result.add(loader.next());
      }
    }
    return result;
  }

  private static List<String> described(LoaderConfig config, PairData data, int count)
      throws IOException {
    return batches(config, data, PairData.transform(), Position.START, count).stream()
        .map(PairData::describe)
        .toList();
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "k" + i).sorted().toList();
  }

  /** 53 pairs, four of them bad in different ways. */
  private static PairData spoilt() {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < 49; i++) {
      captions.add("Caption " + i % 11);
    }
    Map<String, Map<String, byte[]>> bad = new LinkedHashMap<>();
    bad.put("b0", Map.of("png", PairData.text("not a picture"), "txt", PairData.text("x")));
    bad.put("b1", Map.of("png", PairData.png(1)));
    bad.put("b2", Map.of("txt", PairData.text("x")));
    bad.put("b3", Map.of("png", PairData.png(1), "txt", new byte[] {'a', (byte) 0xff}));
    return PairData.of(captions, 20).shard(bad);
  }

  @Test
  void everyEpochHasEveryPairOnceAndInAnotherOrder() throws IOException {
    PairData data = PairData.of(60, 13);
    List<List<String>> epochs = new ArrayList<>();
    List<Batch> batches = batches(config(data, 10), data, PairData.transform(), Position.START, 18);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<String> keys = new ArrayList<>();
      batches.subList(epoch * 6, epoch * 6 + 6).forEach(batch -> keys.addAll(batch.keys()));
      assertEquals(keys(0, 60), keys.stream().sorted().toList());
      epochs.add(keys);
    }
    assertEquals(3, new HashSet<>(epochs).size());
    assertNotEquals(
        keys(0, 10),
        batches.get(0).keys().stream().sorted().toList(),
        "shuffled across the shards");
  }

  @Test
  void batchesAreFullAcrossTheEpochsEndAndHaveNoPairTwice() throws IOException {
    PairData data = PairData.of(7, 3);
    List<Batch> batches = batches(config(data, 5), data, PairData.transform(), Position.START, 70);
    Map<String, Integer> seen = new LinkedHashMap<>();
    boolean waited = false;
    for (Batch batch : batches) {
      assertEquals(5, new HashSet<>(batch.keys()).size(), batch.keys().toString());
      batch.keys().forEach(key -> seen.merge(key, 1, Integer::sum));
      waited |= !batch.next().deferred().isEmpty();
    }
    assertTrue(waited, "some pair of the next epoch was in the batch");
    assertEquals(7, seen.size());
    assertTrue(seen.values().stream().allMatch(n -> n >= 49 && n <= 51), seen.toString());
    assertEquals(new Position(0, 5), batches.get(0).next().withoutCursor().withCounts(null));
    assertEquals(1, batches.get(1).next().epoch());
  }

  @Test
  void picturesTokensCaptionsAndKeysBelongTogether() throws IOException {
    PairData data = PairData.of(30, 7);
    Batch batch = batches(config(data, 30), data, PairData.transform(), Position.START, 1).get(0);
    assertEquals(2, batch.imageSize());
    assertEquals(30 * 12, batch.pixels().length);
    for (int i = 0; i < 30; i++) {
      int number = (int) batch.pixels()[i * 12];
      assertEquals("k" + number, batch.keys().get(i));
      assertEquals("caption " + number, batch.captions().get(i));
      String tokens = new String(batch.tokens()[i], 0, batch.tokens()[i].length);
      assertTrue(tokens.contains("caption " + number), tokens);
    }
  }

  @Test
  void threadsPrefetchAndCacheDoNotMatter() throws IOException {
    PairData data = spoilt();
    LoaderConfig plain = config(data, 8).withThreads(1, 1).withUniqueCaptions(true);
    List<String> expected = described(plain, data, 25);
    assertEquals(expected, described(plain.withThreads(4, 64), data, 25));
    assertEquals(expected, described(plain.withCacheBytes(1 << 20), data, 25));
    assertEquals(expected, described(plain.withThreads(3, 9).withCacheBytes(2000), data, 25));
  }

  /** In parts and in one piece, an array that was given back holds a later batch, whole. */
  @Test
  void arraysThatAreGivenBackServeAgain() throws IOException {
    PairData data = spoilt();
    for (int part : List.of(2, 8)) {
      LoaderConfig config = config(data, 8).withPartSize(part).withKeep(Keep.ENCODED);
      List<String> expected = described(config, data, 30);
      Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
      List<String> found = new ArrayList<>();
      try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
        for (int i = 0; i < 30; i++) {
          Batch batch = loader.next();
          found.add(PairData.describe(batch));
          arrays.add(batch.pixels());
          loader.giveBack(batch);
        }
      }
      assertEquals(expected, found);
      assertEquals(1, arrays.size());
    }
  }

  @Test
  void seedsAndEpochsDrawOtherAugmentations() throws IOException {
    PairData data = PairData.of(1, 1);
    List<Batch> batches = batches(config(data, 1), data, PairData.transform(), Position.START, 3);
    Set<Float> draws = new HashSet<>();
    batches.forEach(batch -> draws.add(batch.pixels()[5]));
    LoaderConfig other = LoaderConfig.of(data.names(), 1, 8);
    draws.add(batches(other, data, PairData.transform(), Position.START, 1).get(0).pixels()[5]);
    assertEquals(4, draws.size());
  }

  @Test
  void captionsDoNotChangePictures() throws IOException {
    PairData data = PairData.of(20, 9);
    PairTransform plain = new PairTransform(new PairData.NumberTransform(), PairData::tokenize);
    Batch one = batches(config(data, 20), data, plain, Position.START, 1).get(0);
    Batch other = batches(config(data, 20), data, PairData.transform(), Position.START, 1).get(0);
    assertArrayEquals(one.pixels(), other.pixels());
  }

  /** From every batch's position a new loader goes on with the same bits. */
  @Property(tries = 25)
  void resumesBitForBit(
      @ForAll @IntRange(min = 1, max = 30) int batch,
      @ForAll @IntRange(min = 0, max = 70) int shuffle,
      @ForAll long seed,
      @ForAll boolean unique)
      throws IOException {
    PairData data = spoilt();
    LoaderConfig config =
        LoaderConfig.of(data.names(), batch, seed).withShuffle(shuffle).withUniqueCaptions(unique);
    List<Batch> straight = batches(config, data, PairData.transform(), Position.START, 12);
    for (int at = 0; at < 10; at += 3) {
      List<Batch> resumed =
          batches(config.withThreads(1, 3), data, PairData.transform(), straight.get(at).next(), 2);
      assertEquals(PairData.describe(straight.get(at + 1)), PairData.describe(resumed.get(0)));
      assertEquals(PairData.describe(straight.get(at + 2)), PairData.describe(resumed.get(1)));
    }
  }

  @Test
  void uniqueCaptionsAreUniqueAndNothingIsLost() throws IOException {
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      captions.add((i % 2 == 0 ? "Caption " : "caption ") + i % 20);
    }
    PairData data = PairData.of(captions, 17);
    LoaderConfig config = config(data, 10).withUniqueCaptions(true);
    Map<String, Integer> seen = new LinkedHashMap<>();
    boolean deferred = false;
    for (Batch batch : batches(config, data, PairData.transform(), Position.START, 60)) {
      Set<String> distinct = new HashSet<>();
      batch.captions().forEach(caption -> distinct.add(caption.toLowerCase(Locale.ROOT)));
      assertEquals(10, distinct.size());
      batch.keys().forEach(key -> seen.merge(key, 1, Integer::sum));
      deferred |= !batch.next().deferred().isEmpty();
    }
    assertTrue(deferred, "the data has repetitions");
    assertEquals(60, seen.size());
    assertTrue(
        seen.values().stream().allMatch(count -> count >= 9 && count <= 11), seen.toString());
  }

  @Test
  void tooFewCaptionsAreRepeatedRatherThanAwaited() throws IOException {
    PairData data = PairData.of(Collections.nCopies(9, "same"), 4);
    try (PairLoader loader =
        new PairLoader(
            config(data, 4).withUniqueCaptions(true), data, PairData.transform(), Position.START)) {
      for (int i = 0; i < 5; i++) {
        assertEquals(4, loader.next().size());
      }
      assertEquals(15, loader.repeatedPairs());
    }
  }

  @Test
  void badSamplesAreSkippedAndCounted() throws IOException {
    PairData data = spoilt();
    try (PairLoader loader =
        new PairLoader(
            config(data, 49).withThreads(2, 1), data, PairData.transform(), Position.START)) {
      assertEquals(keys(0, 49), loader.next().keys().stream().sorted().toList());
      loader.next();
      for (Reason reason :
          List.of(
              Reason.PICTURE_UNREADABLE,
              Reason.PICTURE_MISSING,
              Reason.CAPTION_MISSING,
              Reason.CAPTION_NOT_UTF8)) {
        assertTrue(loader.badSamples().count(reason) >= 1, reason.toString());
      }
    }
  }

  @Test
  void aDamagedShardGivesWhatWasWhole() throws IOException {
    PairData data = PairData.of(20, 10).cut(0, 4 * 2048 + 700);
    List<String> keys =
        batches(config(data, 14), data, PairData.transform(), Position.START, 1).get(0).keys();
    List<String> expected = new ArrayList<>(keys(10, 20));
    expected.addAll(keys(0, 4));
    assertEquals(expected.stream().sorted().toList(), keys.stream().sorted().toList());
    try (PairLoader strict =
        new PairLoader(
            config(data, 14).withStrict(true), data, PairData.transform(), Position.START)) {
      String line = assertThrows(LoaderException.class, strict::next).getMessage();
      assertTrue(line.contains("shard-0.tar"), line);
      assertThrows(LoaderException.class, strict::next, "and stays failed");
    }
  }

  @Test
  void aMissingShardIsSaidAtOnce() {
    PairData data = PairData.of(3, 3);
    LoaderConfig config = LoaderConfig.of(List.of("shard-0.tar", "gone.tar"), 2, 1);
    String line =
        assertThrows(
                IOException.class,
                () -> new PairLoader(config, data, PairData.transform(), Position.START))
            .getMessage();
    assertTrue(line.contains("gone.tar"), line);
  }

  @Test
  void aPositionOfOtherDataIsRefused() throws IOException {
    PairData data = PairData.of(20, 10);
    Position far = new Position(2, 21);
    Position deferred = new Position(2, 5, List.of(new Position.Deferred(1, 40)));
    for (Position position : List.of(far, deferred)) {
      String line =
          assertThrows(
                  LoaderException.class,
                  () -> new PairLoader(config(data, 5), data, PairData.transform(), position))
              .getMessage();
      assertTrue(line.contains("has only 20 pairs"), line);
    }
    assertThrows(IllegalArgumentException.class, () -> new Position(0, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Position(1, 2, List.of(new Position.Deferred(1, 2))));
  }

  @Test
  void aPositionSurvivesJson() throws IOException {
    Position position =
        new Position(3, 17, List.of(new Position.Deferred(2, 90), new Position.Deferred(3, 4)));
    ObjectMapper json = new ObjectMapper();
    assertEquals(position, json.readValue(json.writeValueAsString(position), Position.class));
  }

  @Test
  void aFaultInATransformEndsTheRunInsteadOfHangingIt() throws IOException {
    PairData data = PairData.of(50, 10);
    ImageTransform faulty =
        new ImageTransform() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public void apply(RgbImage image, RandomGenerator rng, float[] out, int offset) {
            throw new IllegalStateException("broken transform");
          }
        };
    PairTransform transform = new PairTransform(faulty, PairData::tokenize);
    try (PairLoader loader = new PairLoader(config(data, 5), data, transform, Position.START)) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(line.contains("broken transform"), line);
    }
  }

  @Test
  void closingEndsTheThreads() throws Exception {
    PairData data = PairData.of(50, 10);
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    PairLoader loader = new PairLoader(config(data, 5), data, PairData.transform(), Position.START);
    loader.next();
    assertTimeoutPreemptively(Duration.ofSeconds(5), loader::close);
    assertThrows(IllegalStateException.class, loader::next);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("clip4j-") && !before.contains(thread)) {
        thread.join(5000);
        assertTrue(!thread.isAlive(), thread.getName());
      }
    }
  }

  @Test
  void batchesPastAnArraysSizeAreRefused() {
    PairData data = PairData.of(3, 3);
    LoaderConfig config = LoaderConfig.of(data.names(), Integer.MAX_VALUE / 12 + 1, 1);
    assertThrows(
        LoaderException.class,
        () -> new PairLoader(config, data, PairData.transform(), Position.START));
  }
}
