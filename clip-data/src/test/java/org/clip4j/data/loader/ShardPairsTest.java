package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.clip4j.data.filter.CaptionLengthFilter;
import org.clip4j.data.filter.PairFilters;
import org.junit.jupiter.api.Test;

class ShardPairsTest {

  private static final int KEYS = 20_000;
  private static final int SAMPLES = 200;

  /** What reads captions prepares each key: that is done for a shard, not for a sample. */
  @Test
  void whatSelectsIsMadeOnceAShard() throws IOException {
    PairData data = PairData.of(SAMPLES, SAMPLES);
    List<String> keys = IntStream.range(0, KEYS).mapToObj(i -> "caption.of.key" + i).toList();
    PairFields fields =
        new PairFields(PairFields.DEFAULT.pictures(), List.of("txt"), keys, false, false);
    ShardPairs pairs =
        new ShardPairs(
            LoaderConfig.of(data.names(), 4, 1)
                .withFields(fields)
                .withFilters(new PairFilters(List.of(new CaptionLengthFilter(1, null)))),
            data);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(SAMPLES, pairs.count(data.names().get(0)).pairs());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // Twenty bytes and more a key and sample, where each sample prepares all.
    assertTrue(allocated < 30_000_000, "allocated " + allocated + " bytes");
  }
}
