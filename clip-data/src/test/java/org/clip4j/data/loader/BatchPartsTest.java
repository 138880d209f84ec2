package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch in parts against the same batch in one piece. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BatchPartsTest {

  private static final int BATCHES = 4;

  /** Pairs of which many share a caption, and one that cannot be decoded. */
  private static PairData repetitive() {
    List<String> captions = IntStream.range(0, 43).mapToObj(i -> "Caption " + i % 17).toList();
    return PairData.of(captions, 15)
        .shard(Map.of("bad", Map.of("png", PairData.text("no"), "txt", PairData.text("x"))));
  }

  private static List<Batch> batches(
      LoaderConfig config, PairData data, Position start, int batches) throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), start)) {
      for (int i = 0; i < batches; ) {
        Batch part = loader.next();
        assertEquals(config.partSize(), part.size());
        result.add(part);
        i += part.last() ? 1 : 0;
      }
    }
    return result;
  }

  /** The parts put together again. */
  private static List<String> joined(List<Batch> parts) {
    List<String> result = new ArrayList<>();
    List<Batch> open = new ArrayList<>();
    for (Batch part : parts) {
      open.add(part);
      if (part.last()) {
        result.add(PairData.describe(join(open)));
        open.clear();
      }
    }
    return result;
  }

  private static Batch join(List<Batch> parts) {
    int size = parts.stream().mapToInt(Batch::size).sum();
    float[] pixels = new float[size * 12];
    List<int[]> tokens = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (Batch part : parts) {
      System.arraycopy(part.pixels(), 0, pixels, keys.size() * 12, part.pixels().length);
      tokens.addAll(Arrays.asList(part.tokens()));
      keys.addAll(part.keys());
      captions.addAll(part.captions());
    }
    Batch end = parts.get(parts.size() - 1);
    return new Batch(
        pixels,
        size,
        end.imageSize(),
        tokens.toArray(int[][]::new),
        keys,
        captions,
        end.kept(),
        true,
        end.next());
  }

  @Property(tries = 40)
  void partsAreTheWholeAndEachEndResumes(
      @ForAll @IntRange(min = 1, max = 12) int partSize,
      @ForAll @IntRange(min = 1, max = 5) int parts,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 0, max = 50) int shuffle,
      @ForAll long seed,
      @ForAll boolean unique)
      throws IOException {
    PairData data = repetitive();
    LoaderConfig whole =
        LoaderConfig.of(data.names(), partSize * parts, seed)
            .withShuffle(shuffle)
            .withUniqueCaptions(unique);
    LoaderConfig inParts = whole.withPartSize(partSize).withThreads(threads, 1 + shuffle);
    List<String> expected = joined(batches(whole, data, Position.START, BATCHES));
    List<Batch> given = batches(inParts, data, Position.START, BATCHES);
    assertEquals(BATCHES * parts, given.size());
    assertEquals(expected, joined(given));

    Position before = Position.START;
    for (int i = 0; i < given.size(); i++) {
      boolean last = (i + 1) % parts == 0;
      assertEquals(last, given.get(i).last());
      if (last) {
        before = given.get(i).next();
      } else {
        assertEquals(before, given.get(i).next(), "a batch can only be begun as a whole");
      }
    }
    Position middle = given.get(parts - 1).next();
    assertEquals(expected.subList(1, BATCHES), joined(batches(inParts, data, middle, BATCHES - 1)));
    assertEquals(expected.get(1), joined(batches(whole, data, middle, 1)).get(0));
  }

  @Test
  void captionsAreUniqueOverTheWholeBatch() throws IOException {
    PairData data = repetitive();
    LoaderConfig config =
        LoaderConfig.of(data.names(), 8, 3).withUniqueCaptions(true).withPartSize(2);
    List<String> captions = new ArrayList<>();
    int full = 0;
    for (Batch part : batches(config, data, Position.START, 10)) {
      captions.addAll(part.captions());
      if (part.last()) {
        assertEquals(8, new HashSet<>(captions).size());
        captions.clear();
        full++;
      }
    }
    assertEquals(10, full);
  }

  @Test
  void pairsPutOffWithoutTheirValuesAreGivenThemAgain() throws IOException {
    PairData data = PairData.of(IntStream.range(0, 60).mapToObj(i -> "c" + i / 6).toList(), 60);
    LoaderConfig whole =
        LoaderConfig.of(data.names(), 10, 3).withShuffle(0).withUniqueCaptions(true);
    List<Batch> expected = batches(whole, data, Position.START, 9);
    assertTrue(
        expected.stream().anyMatch(batch -> batch.next().deferred().size() > 5),
        "more wait than a part has");
    for (Keep keep : List.of(Keep.NOTHING, Keep.ENCODED)) {
      assertEquals(
          joined(expected),
          joined(batches(whole.withPartSize(1).withKeep(keep), data, Position.START, 9)));
    }
  }

  @Test
  void aPositionWithMoreWaitingThanABatchHasIsTakenInTurns() throws IOException {
    PairData data = PairData.of(60, 60);
    List<Position.Deferred> waiting =
        IntStream.range(0, 9).mapToObj(i -> new Position.Deferred(0, i)).toList();
    LoaderConfig config = LoaderConfig.of(data.names(), 4, 3).withShuffle(0).withPartSize(2);
    List<String> keys = new ArrayList<>();
    batches(config, data, new Position(0, 9, waiting), 3).forEach(b -> keys.addAll(b.keys()));
    assertEquals(IntStream.range(0, 12).mapToObj(i -> "k" + i).toList(), keys);
  }

  @Test
  void aPartThatDoesNotDivideIsRefused() {
    LoaderConfig config = LoaderConfig.of(List.of("a.tar"), 32, 1);
    String line =
        assertThrows(IllegalArgumentException.class, () -> config.withPartSize(5)).getMessage();
    assertEquals("partSize 5 does not divide batchSize 32", line);
    assertThrows(IllegalArgumentException.class, () -> config.withPartSize(64));
    line = assertThrows(IllegalArgumentException.class, () -> config.withPartSize(0)).getMessage();
    assertEquals("partSize must be at least 1, got 0", line);
  }

  @Test
  void noMoreIsDecodedAheadThanTwoParts() {
    LoaderConfig config = LoaderConfig.of(List.of("a.tar"), 32768, 1);
    assertEquals(32768, config.prefetch());
    assertEquals(128, config.withPartSize(64).prefetch());
    assertEquals(32768, config.withPartSize(32768).prefetch());
    assertEquals(9, config.withThreads(2, 9).withPartSize(64).prefetch());
    assertEquals(500, config.withPartSize(64).withThreads(2, 500).prefetch());
    assertEquals(64, config.withPartSize(64).withShuffle(1).withCacheBytes(9).partSize());
  }

  @Test
  void batchesInOnePieceAreTheirOwnLastPart() throws IOException {
    PairData data = PairData.of(9, 9);
    for (Batch batch : batches(LoaderConfig.of(data.names(), 4, 1), data, Position.START, 3)) {
      assertTrue(batch.last());
      assertFalse(batch.kept().isPresent());
    }
  }

  @Test
  void aBatchPastAnArraysSizeFitsInParts() throws IOException {
    PairData data = PairData.of(3, 3);
    LoaderConfig config = LoaderConfig.of(data.names(), 1 << 28, 1).withPartSize(2);
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      assertArrayEquals(new int[] {24}, new int[] {loader.next().pixels().length});
    }
  }
}
