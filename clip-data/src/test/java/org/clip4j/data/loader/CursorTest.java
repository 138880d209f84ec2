package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loader goes on where another stood, without what lies before. */
@Tag("long")
@net.jqwik.api.Tag("long")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CursorTest {

  private static final int STRAIGHT = 9;

  private static List<Batch> batches(
      LoaderConfig config, ShardSource source, Position start, int count) throws IOException {
    List<Batch> result = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, source, PairData.transform(), start)) {
      for (int i = 0; i < count; i++) {
        result.add(loader.next());
      }
    }
    return result;
  }

  private static List<String> described(List<Batch> batches) {
    return batches.stream().map(PairData::describe).toList();
  }

  /** As a checkpoint keeps it. */
  private static Position throughJson(Position position) {
    ObjectNode tree = StrictReader.parse(StrictReader.print(StrictReader.write(position)), "test");
    return StrictReader.read(tree, Position.class, "test", "");
  }

  private static List<Integer> lastParts(List<Batch> batches) {
    return IntStream.range(0, batches.size()).filter(i -> batches.get(i).last()).boxed().toList();
  }

  @Provide
  Arbitrary<Integer> shuffles() {
    return Arbitraries.of(0, 1, 2, 3, 7, 20, 1000);
  }

  private static ShardOrder order(int which, int shards) {
    return switch (which) {
      case 1 -> new ShardOrder(Collections.nCopies(shards, 1.0), 0, 1);
      case 2 -> new ShardOrder(List.of(), 0, 2);
      case 3 -> new ShardOrder(List.of(), 2, 3);
      case 4 -> new ShardOrder(Collections.nCopies(shards, 1.0), 1, 2);
      default -> ShardOrder.EACH_ONCE;
    };
  }

  /**
   * What a loader gives that goes on from a position is what the one gave that was not stopped, and
   * so are its own positions; the only worker's position is the one that reading the epoch from its
   * start finds.
   */
  @Property(tries = 100)
  void goingOnEqualsNotStopping(
      @ForAll long seed,
      @ForAll("shuffles") int shuffle,
      @ForAll boolean unique,
      @ForAll @IntRange(min = 0, max = 4) int order,
      @ForAll @IntRange(min = 1, max = 4) int part,
      @ForAll @IntRange(min = 1, max = 3) int parts,
      @ForAll @IntRange(min = 1, max = 4) int threads)
      throws IOException {
    PairData data = FaultyData.random(seed);
    LoaderConfig config =
        LoaderConfig.of(data.names(), part * parts, seed)
            .withLimits(new ShardLimits(FaultyData.MAX_MEMBER_BYTES, 1 << 20))
            .withShuffle(shuffle)
            .withUniqueCaptions(unique)
            .withPartSize(part)
            .withOrder(order(order, data.names().size()));
    List<Batch> straight;
    try {
      straight = batches(config, data, Position.START, STRAIGHT);
    } catch (LoaderException e) {
      assertTrue(
          e.getMessage().startsWith("no usable pair") || e.getMessage().contains("too few"),
          e.getMessage());
      return;
    }
    LoaderConfig other = config.withThreads(threads, 1 + threads * 3);
    for (int at : lastParts(straight)) {
      Position position = throughJson(straight.get(at).next());
      assertEquals(straight.get(at).next(), position);
      if (position.share() == null) {
        assertEquals(position, Replay.locate(config, data, position.withoutCursor()));
      }
      List<Batch> expected = straight.subList(at + 1, STRAIGHT);
      assertEquals(described(expected), described(batches(other, data, position, expected.size())));
    }
  }

  @Test
  void theEpochIsNotReadAgain() throws IOException {
    PairData data = PairData.of(400, 10);
    LoaderConfig config = LoaderConfig.of(data.names(), 10, 3).withShuffle(15).withThreads(1, 1);
    Position late = batches(config, data, Position.START, 30).get(29).next();
    assertEquals(300, late.samples());
    Set<Integer> needed = new HashSet<>();
    late.cursor().waiting().forEach(place -> needed.add(place.shard()));
    needed.add(late.cursor().next().shard());
    PairData.Watched watched = new PairData.Watched(data);
    batches(config, watched, late, 1);
    assertTrue(needed.size() < 12, needed.toString());
    assertTrue(
        watched.opened().size() <= needed.size() + 3,
        "once each, then the one being read and what is ahead: " + watched.opened());
  }

  @Test
  void waitingSamplesAreOpenedOncePerShard() throws IOException {
    PairData data = PairData.of(200, 100);
    LoaderConfig config = LoaderConfig.of(data.names(), 10, 3).withShuffle(60).withThreads(1, 1);
    Position position = batches(config, data, Position.START, 2).get(1).next();
    assertEquals(60, position.cursor().waiting().size());
    PairData.Watched watched = new PairData.Watched(data);
    batches(config, watched, position, 1);
    assertTrue(watched.opened().size() <= 3, watched.opened().toString());
  }

  @Test
  void anotherBufferLosesNothing() throws IOException {
    PairData data = PairData.of(60, 10);
    LoaderConfig config = LoaderConfig.of(data.names(), 10, 3).withShuffle(25);
    List<Batch> first = batches(config, data, Position.START, 2);
    for (int shuffle : List.of(0, 5, 40)) {
      List<String> keys = new ArrayList<>();
      first.forEach(batch -> keys.addAll(batch.keys()));
      batches(config.withShuffle(shuffle), data, first.get(1).next(), 4)
          .forEach(batch -> keys.addAll(batch.keys()));
      assertEquals(60, new HashSet<>(keys).size(), "shuffle " + shuffle);
    }
  }

  @Test
  void otherDataIsRefusedInWords() throws IOException {
    PairData data = PairData.of(60, 10);
    LoaderConfig config = LoaderConfig.of(data.names(), 10, 3).withShuffle(8);
    Position position = batches(config, data, Position.START, 2).get(1).next();
    refused(position, LoaderConfig.of(data.names(), 10, 4).withShuffle(8), data, "another one");
    PairData shorter = PairData.of(60, 10);
    for (int i = 0; i < 6; i++) {
      shorter.cut(i, 700);
    }
    refused(position, config, shorter, "cannot be read again at byte");
    PairData larger = PairData.of(20, 10);
    refused(position, LoaderConfig.of(larger.names(), 10, 3), larger, "resume with the same ones");
  }

  @Test
  void aShardWithSomethingElseWhereTheNextSampleBeganIsRefused() throws IOException {
    PairData data = PairData.of(60, 20);
    LoaderConfig config = LoaderConfig.of(data.names(), 10, 3).withShuffle(0);
    Position position = batches(config, data, Position.START, 1).get(0).next();
    byte[] other = PairData.text("x".repeat(1 << 17));
    ShardSource changed = shard -> new ByteArrayInputStream(other);
    LoaderException e =
        assertThrows(LoaderException.class, () -> batches(config, changed, position, 1));
    assertTrue(e.getMessage().contains("it is not the shard that it was"), e.getMessage());
  }

  private static void refused(Position position, LoaderConfig config, PairData data, String words) {
    LoaderException e =
        assertThrows(LoaderException.class, () -> batches(config, data, position, 1));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertTrue(e.getMessage().contains("resume with the same ones"), e.getMessage());
  }

  @Test
  void aPositionIsCompactAndChecked() {
    Position position =
        new Position(
            3,
            17,
            List.of(new Position.Deferred(2, 90, new SamplePlace(1, 512, 1))),
            new Cursor(1, null, -5, List.of(new SamplePlace(0, 1024, 2))));
    assertEquals(position, throughJson(position));
    String text = StrictReader.print(StrictReader.write(position));
    assertTrue(text.contains("[ [ 0, 1024, 2 ] ]"), text);
    String negative = text.replace("1024", "-1");
    ObjectNode tree = StrictReader.parse(negative, "test");
    assertThrows(ConfigException.class, () -> StrictReader.read(tree, Position.class, "test", ""));
    assertThrows(IllegalArgumentException.class, () -> new Cursor(-1, null, 0, List.of()));
  }
}
