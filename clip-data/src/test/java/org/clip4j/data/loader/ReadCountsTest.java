package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ReadCounts;
import org.junit.jupiter.api.Test;

/** What was read is counted on behind a stop, so that shares mean the same. */
class ReadCountsTest {

  private static final int SAMPLES = 2_400;
  private static final int BATCH = 16;

  /** Two shards; every third sample of the one read last has no picture that can be decoded. */
  private static PairData data() {
    LoaderConfig any = config(new PairData().shard(Map.of()).shard(Map.of()), 1);
    int last = EpochOrder.shuffled(any, 0, 0).spans().get(1).shard();
    PairData data = new PairData();
    for (int shard = 0; shard < 2; shard++) {
      Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
      for (int i = 0; i < SAMPLES / 2; i++) {
        boolean bad = shard == last && i % 3 == 0;
        samples.put(
            "k" + i,
            Map.of(
                "png",
                bad ? PairData.text("no picture") : PairData.png(i),
                "txt",
                PairData.text("caption " + shard + " " + i)));
      }
      data.shard(samples);
    }
    return data;
  }

  private static LoaderConfig config(PairData data, double maxBadRate) {
    return LoaderConfig.of(data.names(), BATCH, 3)
        .withShuffle(100)
        .withTolerance(new Tolerance(maxBadRate, 30));
  }

  private static List<Batch> pass(LoaderConfig config, PairData data, Position from, int most)
      throws IOException {
    List<Batch> batches = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), from)) {
      while (batches.size() < most) {
        batches.add(loader.next());
      }
    }
    return batches;
  }

  /** Of the whole run never a quarter is bad, of what comes last a third is. */
  @Test
  void aResumedRunStopsForNoRateThatTheWholeRunPasses() throws IOException {
    PairData data = data();
    LoaderConfig config = config(data, 0.25);
    int batches = 2_000 / BATCH;
    List<Batch> straight = pass(config, data, Position.START, batches);
    ReadCounts behind = straight.get(batches - 1).next().counts();
    assertTrue(behind.bad() > 0 && behind.bad() < 0.25 * behind.read(), behind.toString());
    for (int at : new int[] {10, 60, 80, 110}) {
      Position from = straight.get(at).next();
      List<Batch> resumed = pass(config.withThreads(3, 40), data, from, batches - at - 1);
      assertEquals(behind, resumed.get(resumed.size() - 1).next().counts());
    }
  }

  /** What the limit forbids is forbidden behind a stop as well, with nothing read yet. */
  @Test
  void aResumedRunStopsForARateOfBefore() throws IOException {
    PairData data = data();
    Position from = pass(config(data, 1), data, Position.START, 2_000 / BATCH).get(124).next();
    BadSamples bad = new BadSamples();
    try (PairLoader loader =
        new PairLoader(config(data, 0.01), data, PairData.transform(), from, bad)) {
      assertTrue(bad.read() >= from.counts().read());
      assertTrue(
          assertThrows(LoaderException.class, loader::next)
              .getMessage()
              .contains("data.max_bad_rate"));
    }
  }
}
