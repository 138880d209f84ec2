package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairCountTest {

  private static LoaderConfig config(PairData data, int batch) {
    return LoaderConfig.of(data.names(), batch, 1);
  }

  @Test
  void countsWhatHasThePartsOfAPair() throws IOException {
    Map<String, Map<String, byte[]>> others = new LinkedHashMap<>();
    others.put("b0", Map.of("png", PairData.png(1)));
    others.put("b1", Map.of("txt", PairData.text("x")));
    others.put("b2", Map.of("cls", PairData.text("x")));
    others.put("b3", Map.of("webp", PairData.text("not looked at"), "json", PairData.text("{")));
    PairData data = PairData.of(23, 10).shard(others);
    assertEquals(24, PairCount.upTo(config(data, 5), data, 1000));
    assertEquals(24, PairCount.upTo(config(data, 5), data, 24));
    assertEquals(0, PairCount.upTo(config(data, 5), data, 0));
    LoaderConfig jpegs =
        config(data, 5).withFields(new PairFields(List.of("cls"), List.of("cls"), "caption"));
    assertEquals(1, PairCount.upTo(jpegs, data, 1000));
  }

  /** Some bytes now and then, of which no sample comes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSourceThatGivesNoSampleEndsTheCount(int workers) {
    PairData data = PairData.of(20, 10);
    ShardSource trickles =
        shard ->
            new FilterInputStream(data.open(shard)) {
              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                LockSupport.parkNanos(50_000_000);
                if (Thread.currentThread().isInterrupted()) {
                  throw new InterruptedIOException();
                }
                return super.read(buffer, offset, 1);
              }
            };
    LoaderConfig config =
        config(data, 5)
            .withTolerance(new Tolerance(0.1, 1))
            .withOrder(new ShardOrder(List.of(), 0, workers));
    String line =
        assertThrows(LoaderException.class, () -> PairCount.requireBatch(config, trickles))
            .getMessage();
    assertTrue(line.contains("no usable pair for 1 s (data.stall_seconds), waiting at "), line);
  }

  @Test
  void saysWhatASampleIsToHaveWhereNoneHasIt() {
    PairData data = PairData.of(20, 10);
    LoaderConfig config =
        config(data, 5).withFields(new PairFields(List.of("tiff"), List.of("words"), "caption"));
    String line =
        assertThrows(LoaderException.class, () -> PairCount.requireBatch(config, data))
            .getMessage();
    assertTrue(line.endsWith("is to have a picture [tiff] and a caption [words]"), line);
  }

  @Test
  void stopsWhereThereAreEnough() throws IOException {
    PairData data = PairData.of(40, 10);
    int[] opened = {0};
    ShardSource counting =
        shard -> {
          opened[0]++;
          return data.open(shard);
        };
    assertEquals(15, PairCount.upTo(config(data, 5), counting, 15));
    assertEquals(2, opened[0], "the other two shards are not looked at");
  }

  /** Half a megabyte a picture; what is read are headers and a buffer or two a member. */
  @Test
  void contentsArePassedOver() throws IOException {
    Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      samples.put("k" + i, Map.of("png", new byte[1 << 19], "txt", PairData.text("x")));
    }
    PairData data = new PairData().shard(samples);
    long[] read = {0};
    ShardSource counting =
        shard -> {
          InputStream in = data.open(shard);
          return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
              int count = super.read(buffer, offset, length);
              read[0] += Math.max(0, count);
              return count;
            }
          };
        };
    assertEquals(20, PairCount.upTo(config(data, 5), counting, 1000));
    assertTrue(read[0] < 20 * (3 << 16), "read " + read[0] + " bytes of 10 MiB");
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() throws IOException {
    PairData data = PairData.of(23, 10);
    PairCount.requireBatch(config(data, 23), data);
    String line =
        assertThrows(LoaderException.class, () -> PairCount.requireBatch(config(data, 24), data))
            .getMessage();
    assertEquals(
        "a batch of 24 pairs is larger than the data: 3 shards (shard-0.tar, shard-1.tar,"
            + " shard-2.tar) have 23; take a smaller batch or more data",
        line);
  }

  @Test
  void damagedAndMissingShardsAreAsInTraining() throws IOException {
    PairData data = PairData.of(20, 10).cut(0, 4 * 2048 + 700);
    assertEquals(14, PairCount.upTo(config(data, 1), data, 100));
    assertThrows(
        IOException.class, () -> PairCount.upTo(config(data, 1).withStrict(true), data, 100));
    LoaderConfig gone = LoaderConfig.of(List.of("gone.tar"), 1, 1);
    assertThrows(IOException.class, () -> PairCount.upTo(gone, data, 100));
    ShardSource empty = shard -> new ByteArrayInputStream(new byte[1024]);
    assertEquals(0, PairCount.upTo(gone, empty, 100));
  }
}
