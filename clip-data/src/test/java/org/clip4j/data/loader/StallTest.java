package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for usable pairs comes to an end, whatever comes meanwhile. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
@Tag("long")
class StallTest {

  private static final int PIECE = 1024;

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A source that gives a KiB at a time, with a pause before each. */
  private static ShardSource slow(ShardSource data, long millis) {
    return shard ->
        new FilterInputStream(data.open(shard)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            pause(millis);
            return super.read(buffer, offset, Math.min(length, PIECE));
          }
        };
  }

  private static PairData withoutCaptions(int samples) {
    Map<String, Map<String, byte[]>> bad = new LinkedHashMap<>();
    for (int i = 0; i < samples; i++) {
      bad.put("k" + i, Map.of("png", PairData.png(i)));
    }
    return new PairData().shard(bad);
  }

  /** As of a filter, or a wrong name of a part: samples come all the time, and none is a pair. */
  @Test
  void badSamplesOneByOneAreNoPairs() throws IOException {
    PairData data = withoutCaptions(400);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 4, 1).withShuffle(2).withTolerance(new Tolerance(1, 1));
    long begun = System.nanoTime();
    try (PairLoader loader =
        new PairLoader(config, slow(data, 20), PairData.transform(), Position.START)) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(line.contains("no usable pair for 1 s (data.stall_seconds)"), line);
      assertTrue(loader.badSamples().met() > 5, "they came one by one");
      assertTrue(System.nanoTime() - begun < 5e9, "long before the pass is over");
    }
  }

  /** Pairs that come slowly are pairs: each begins the wait anew. */
  @Test
  void slowPairsAreNoStall() throws IOException {
    PairData data = PairData.of(12, 12);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 4, 1).withShuffle(0).withTolerance(new Tolerance(1, 1));
    try (PairLoader loader =
        new PairLoader(config, slow(data, 100), PairData.transform(), Position.START)) {
      assertEquals(4, loader.next().size());
      assertEquals(4, loader.next().size());
    }
  }

  /** Nothing comes out of a shuffle buffer before it is full; what goes in is no silence. */
  @Test
  void aShuffleBufferThatFillsSlowlyIsNoStall() throws IOException {
    PairData data = PairData.of(40, 40);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 4, 1).withShuffle(30).withTolerance(new Tolerance(1, 1));
    long begun = System.nanoTime();
    try (PairLoader loader =
        new PairLoader(config, slow(data, 50), PairData.transform(), Position.START)) {
      assertEquals(4, loader.next().size());
      assertTrue(System.nanoTime() - begun > 2e9, "it took longer than it may be silent");
    }
  }

  /** Of a compressed shard all is read again that lies before the place to go on at. */
  @Test
  void passingOverWhatWasReadIsNoStallWhereItsBytesAreCounted() throws IOException {
    PairData data = PairData.of(60, 60);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 4, 1).withShuffle(5).withTolerance(new Tolerance(1, 1));
    Position late = Position.START;
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), late)) {
      for (int i = 0; i < 8; i++) {
        late = loader.next().next();
      }
    }
    try (PairLoader loader =
        new PairLoader(config, new SlowlySkipped(data, true), PairData.transform(), late)) {
      assertEquals(4, loader.next().size());
    }
    try (PairLoader loader =
        new PairLoader(config, new SlowlySkipped(data, false), PairData.transform(), late)) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(line.contains("the samples that waited when the run stopped"), line);
    }
  }

  /** Skips a KiB at a time, with a pause before each. */
  private static final class SlowlySkipped implements ShardSource {
    private final PairData data;
    private final boolean counts;
    private final AtomicLong skipped = new AtomicLong();

    SlowlySkipped(PairData data, boolean counts) {
      this.data = data;
      this.counts = counts;
    }

    @Override
    public InputStream open(String shard) throws IOException {
      return new FilterInputStream(data.open(shard)) {
        @Override
        public long skip(long bytes) throws IOException {
          pause(30);
          long passed = in.skip(Math.min(bytes, PIECE));
          skipped.addAndGet(passed);
          return passed;
        }
      };
    }

    @Override
    public long bytesRead() {
      return counts ? skipped.get() : 0;
    }
  }

  /** Each result of a second pass begins the wait anew, as a pair does. */
  @Test
  void aLongSecondPassIsNoStall() {
    ItemSource nothing = new NoItems();
    try (OrderedPipeline pipeline =
        new OrderedPipeline(nothing, item -> null, 1, 1, new Tolerance(1, 1), () -> {})) {
      for (int i = 0; i < 4; i++) {
        int number = i;
        assertEquals(
            i,
            pipeline.await(
                pipeline.submit(
                    () -> {
                      Thread.sleep(600);
                      return number;
                    })));
      }
    }
  }

  private static final class NoItems implements ItemSource {
    @Override
    public Optional<Item> next() {
      return Optional.empty();
    }

    @Override
    public String where() {
      return "nowhere";
    }

    @Override
    public long passed() {
      return 0;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void whoWaitsForAnEvaluationsPairsIsAskedMeanwhile() throws IOException {
    PairData data = PairData.of(12, 12);
    AtomicInteger asked = new AtomicInteger();
    long begun = System.nanoTime();
    try (EvalLoader loader =
        new EvalLoader(
            LoaderConfig.of(data.names(), 4, 1),
            slow(data, 20_000),
            PairData.transform(),
            new BadSamples(),
            () -> {
              if (asked.incrementAndGet() == 3) {
                throw new IllegalStateException("enough");
              }
            })) {
      assertEquals("enough", assertThrows(IllegalStateException.class, loader::next).getMessage());
    }
    assertTrue(System.nanoTime() - begun < 5e9, "it did not wait for the data");
  }

  @Test
  void whoNeedsNoMoreDoesNotWait() throws Exception {
    PairData data = PairData.of(12, 12);
    LoaderConfig config = LoaderConfig.of(data.names(), 4, 1).withShuffle(0);
    try (PairLoader loader =
        new PairLoader(config, slow(data, 20_000), PairData.transform(), Position.START)) {
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(
              () -> assertThrows(LoaderException.class, loader::next).getMessage());
      Thread.sleep(300);
      loader.stopWaiting();
      String line = waiting.get(2, TimeUnit.SECONDS);
      assertTrue(line.startsWith("asked to stop while waiting for data, at epoch 0"), line);
    }
  }
}
