package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardLimits;
import org.clip4j.data.webdataset.ShardReader;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is bad is told once, with its place; too much of it, and waiting too long, are errors. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ToleranceTest {

  private static final ShardLimits LIMITS = new ShardLimits(FaultyData.MAX_MEMBER_BYTES, 1 << 20);

  /** As many pairs, every so many bad. */
  private static PairData pairs(int count, int badEvery) {
    Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      byte[] caption = PairData.text("caption " + i);
      byte[] picture = PairData.png(i);
      samples.put(
          "k" + i,
          i % badEvery == 0 ? Map.of("png", picture) : Map.of("png", picture, "txt", caption));
    }
    return new PairData().shard(samples);
  }

  private static LoaderException fails(LoaderConfig config, ShardSource source) throws IOException {
    try (PairLoader loader = new PairLoader(config, source, PairData.transform(), Position.START)) {
      return assertThrows(
          LoaderException.class,
          () -> {
            for (int i = 0; i < 1000; i++) {
              loader.next();
            }
          });
    }
  }

  @Test
  void tooManyBadSamplesStopTheRun() throws IOException {
    PairData data = pairs(1200, 8);
    LoaderConfig config = LoaderConfig.of(data.names(), 4, 1).withShuffle(10);
    String line = fails(config.withTolerance(new Tolerance(0.1, 300)), data).getMessage();
    assertTrue(line.contains("more than the share of 0.1 that data.max_bad_rate allows"), line);
    assertTrue(line.contains("caption missing: "), line);
    for (double rate : List.of(0.2, 1.0)) {
      LoaderConfig more = config.withTolerance(new Tolerance(rate, 300));
      try (PairLoader loader = new PairLoader(more, data, PairData.transform(), Position.START)) {
        for (int i = 0; i < 600; i++) {
          loader.next();
        }
        assertEquals(150, loader.badSamples().samples(), "each once in two passes");
        assertTrue(loader.badSamples().met() > 200, "but met in each");
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new Tolerance(1.1, 300));
    assertThrows(IllegalArgumentException.class, () -> new Tolerance(Double.NaN, 300));
    assertThrows(IllegalArgumentException.class, () -> new Tolerance(0.1, 0));
  }

  /** A server that does not answer in the middle of a shard. */
  @Test
  void waitingTooLongNamesThePlace() throws IOException {
    PairData data = PairData.of(100, 100);
    CountDownLatch never = new CountDownLatch(1);
    ShardSource stalls =
        shard ->
            new FilterInputStream(data.open(shard)) {
              private int left = 200_000;

              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left <= 0) {
                  hang();
                }
                left -= length;
                return super.read(buffer, offset, Math.min(length, 20_000));
              }

              private void hang() throws IOException {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
              }
            };
    LoaderConfig config =
        LoaderConfig.of(data.names(), 5, 1).withShuffle(3).withTolerance(new Tolerance(0.1, 1));
    try (PairLoader loader = new PairLoader(config, stalls, PairData.transform(), Position.START)) {
      String line =
          assertThrows(
                  LoaderException.class,
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      loader.next();
                    }
                  })
              .getMessage();
      assertTrue(line.contains("no usable pair for 1 s (data.stall_seconds), waiting at"), line);
      assertTrue(line.contains("epoch 0, shard shard-0.tar, behind "), line);
      never.countDown();
    }
  }

  /** Good and bad ones are all; each bad one is told once, at the place where it lies. */
  @Property(tries = 60)
  void whatIsReadIsGoodOrToldOfOnce(@ForAll long seed) throws IOException {
    PairData data = FaultyData.random(seed);
    LoaderConfig config =
        LoaderConfig.of(data.names(), 3, seed).withLimits(LIMITS).withShuffle(9).withThreads(3, 5);
    List<BadSample> told = new CopyOnWriteArrayList<>();
    BadSamples bad = new BadSamples(told::add);
    long good = 0;
    List<BadSample> evaluated = new CopyOnWriteArrayList<>();
    try (EvalLoader loader =
        new EvalLoader(config, data, PairData.transform(), new BadSamples(evaluated::add))) {
      while (loader.hasNext()) {
        good += loader.next().size();
      }
      BadSamples counts = loader.badSamples();
      assertEquals(counts.read(), good + counts.met());
      assertEquals(counts.samples() + counts.shards(), evaluated.size());
    } catch (LoaderException e) {
      assertTrue(e.getMessage().startsWith("no usable pair"), e.getMessage());
      return;
    }
    try (PairLoader loader =
        new PairLoader(config, data, PairData.transform(), Position.START, bad)) {
      for (long taken = 0; taken < 3 * good; taken += 3) {
        loader.next();
      }
    }
    assertEquals(sorted(evaluated), sorted(told), "three passes tell what one does");
    for (BadSample sample : told) {
      requireThere(sample, data);
    }
  }

  private static List<String> sorted(List<BadSample> samples) {
    return samples.stream().map(BadSample::toString).sorted().toList();
  }

  private static void requireThere(BadSample sample, PairData data) throws IOException {
    if (sample.key() == null || sample.reason() == Reason.SAMPLE_TOO_LARGE) {
      return;
    }
    try (ShardReader reader =
        new ShardReader(sample.shard(), data.open(sample.shard()), LIMITS, new BadSamples())) {
      Sample found = reader.next().orElseThrow();
      while (found.offset() < sample.offset()) {
        found = reader.next().orElseThrow();
      }
      assertEquals(sample.offset(), found.offset());
      assertEquals(sample.key(), found.key());
    }
  }

  @Test
  void whatWasToldBeforeIsNotToldAgain() {
    List<BadSample> told = new ArrayList<>();
    BadSamples bad = new BadSamples(told::add);
    bad.earlier(new BadSample("s.tar", "k", 512L, Reason.CAPTION_MISSING, "blank"));
    bad.sample(Reason.CAPTION_MISSING, "s.tar", "k", 512, "blank");
    bad.sample(Reason.CAPTION_MISSING, "s.tar", "k", 1024, "the same key, another sample");
    assertEquals(1, told.size());
    assertEquals(2, bad.samples());
    assertEquals(2, bad.met());
    bad.sample(Reason.CAPTION_MISSING, "s.tar", "x".repeat(5000), 2048, "y".repeat(5000));
    assertEquals(1003, told.get(1).key().length());
    assertEquals(1003, told.get(1).detail().length());
  }

  /** Few of what is read is bad, but of what there is much is not read. */
  @Test
  void tooManyLostShardsStopTheRunBehindAPass() throws IOException {
    PairData data = pairs(1100, 1000);
    for (int i = 0; i < 9; i++) {
      data.shard(new byte[0]);
    }
    LoaderConfig config = LoaderConfig.of(data.names(), 4, 1).withShuffle(10);
    String line = fails(config.withTolerance(new Tolerance(0.1, 300)), data).getMessage();
    assertTrue(
        line.startsWith(
            "of 10 shards of a pass, 9 could not be read, or not to their end, more than the share"
                + " of 0.1 that data.max_bad_rate allows"),
        line);
  }

  @Test
  void aSingleLostShardStopsNothing() throws IOException {
    PairData data = pairs(1100, 1000).shard(new byte[0]);
    LoaderConfig config = LoaderConfig.of(data.names(), 4, 1).withTolerance(new Tolerance(0.1, 9));
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      for (int i = 0; i < 600; i++) {
        loader.next();
      }
      assertTrue(loader.badSamples().lost() > 1, "in each pass");
    }
  }

  @Test
  void zeroLengthFilesAreLostShards() throws IOException {
    PairData data = PairData.of(5, 5).shard(new byte[0]);
    ShardSource source = shard -> new ByteArrayInputStream(read(data, shard));
    List<BadSample> told = new CopyOnWriteArrayList<>();
    LoaderConfig config = LoaderConfig.of(data.names(), 5, 1);
    try (EvalLoader loader =
        new EvalLoader(config, source, PairData.transform(), new BadSamples(told::add))) {
      assertEquals(5, loader.next().size());
      assertTrue(!loader.hasNext());
    }
    assertEquals(1, told.size());
    assertEquals("shard-1.tar", told.get(0).shard());
    assertEquals(Reason.SHARD_DAMAGED, told.get(0).reason());
    assertEquals(0, told.get(0).offset());
  }

  private static byte[] read(PairData data, String shard) throws IOException {
    try (InputStream in = data.open(shard)) {
      return in.readAllBytes();
    }
  }
}
