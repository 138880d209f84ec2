package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.clip4j.data.filter.CaptionLengthFilter;
import org.clip4j.data.filter.PairFilter;
import org.clip4j.data.filter.PairFilters;
import org.clip4j.data.filter.SideFilter;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters that leave nothing, or not enough, are errors that name them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NothingPassesTest {

  private static LoaderConfig config(PairData data, int batch, PairFilter... filters) {
    return LoaderConfig.of(data.names(), batch, 3)
        .withFilters(new PairFilters(List.of(filters)))
        .withShuffle(5);
  }

  private static String fails(LoaderConfig config, ShardSource source) throws IOException {
    try (PairLoader loader = new PairLoader(config, source, PairData.transform(), Position.START)) {
      return assertThrows(LoaderException.class, loader::next).getMessage();
    }
  }

  @Test
  void nothingInAWholeEpoch() throws IOException {
    PairData data = PairData.of(20, 10);
    LoaderConfig config =
        config(data, 4, new SideFilter(2, null), new CaptionLengthFilter(10, null));
    // The captions are 'caption 0' to 'caption 19'. What has been read of the next epoch as well
    // is not counted.
    String counts =
        "20 of 20 samples read (caption characters at least 10: 10, side at least 2: 10)";
    String expected =
        "no usable pair in 2 shards (shard-0.tar, shard-1.tar); data.filter turned away "
            + counts
            + "; a sample is to have ";
    String line = fails(config, data);
    assertTrue(line.startsWith(expected), line);
    try (EvalLoader loader = new EvalLoader(config, data, PairData.transform())) {
      String inEvaluation = assertThrows(LoaderException.class, loader::hasNext).getMessage();
      assertTrue(inEvaluation.startsWith(expected), inEvaluation);
      assertEquals(counts, loader.badSamples().filteredInWords());
    }
  }

  /** The same samples again and again, without an end. */
  private static ShardSource endless(PairData data) throws IOException {
    byte[] tar = data.open(data.names().get(0)).readAllBytes();
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    byte[] samples = Arrays.copyOf(tar, (end + 511) / 512 * 512);
    return shard ->
        new InputStream() {
          private InputStream now = new ByteArrayInputStream(samples);

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = now.read(buffer, offset, length);
            if (count < 0) {
              now = new ByteArrayInputStream(samples);
              count = now.read(buffer, offset, length);
            }
            return count;
          }
        };
  }

  @Test
  void nothingForSoManySeconds() throws IOException {
    PairData data = PairData.of(10, 10);
    LoaderConfig config =
        config(data, 4, new SideFilter(64, null)).withTolerance(new Tolerance(0.1, 1));
    String line = fails(config, endless(data));
    assertTrue(line.startsWith("no usable pair for 1 s (data.stall_seconds), waiting at"), line);
    assertTrue(
        line.matches(".*; data\\.filter turned away \\d+ of \\d+ samples read \\(side.*"), line);
    assertTrue(line.contains("(side at least 64: "), line);
    try (EvalLoader loader = new EvalLoader(config, endless(data), PairData.transform())) {
      String inEvaluation = assertThrows(LoaderException.class, loader::hasNext).getMessage();
      assertTrue(inEvaluation.contains("(side at least 64: "), inEvaluation);
    }
  }

  /** The captions of the first ten have nine characters. */
  @Test
  void whatIsLeftDoesNotFillABatch() throws IOException {
    PairData data = PairData.of(30, 10);
    PairFilter shortOnes = new CaptionLengthFilter(null, 9);
    PairCount.requireBatch(config(data, 11, shortOnes), data);
    String line = fails(config(data, 11, shortOnes), data);
    assertEquals(
        "a batch of 11 pairs is larger than what is left of the data: in 3 shards (shard-0.tar,"
            + " shard-1.tar, shard-2.tar) 10 pairs pass; data.filter turned away 20 of 30 samples"
            + " read (caption characters at most 9: 20); take a smaller batch, looser filters or"
            + " more data",
        line);
    LoaderConfig enough = config(data, 10, shortOnes);
    try (PairLoader loader = new PairLoader(enough, data, PairData.transform(), Position.START)) {
      for (int i = 0; i < 5; i++) {
        assertEquals(10, loader.next().size());
      }
    }
  }

  @Test
  void whatIsFilteredDoesNotDiluteTheBad() throws IOException {
    Map<String, Map<String, byte[]>> samples = new LinkedHashMap<>();
    for (int i = 0; i < 1500; i++) {
      byte[] picture = i % 10 == 5 ? new byte[] {'n', 'o'} : PairData.png(i);
      String caption = i % 5 == 0 && i % 10 != 5 ? "filtered " + i : "good " + i;
      samples.put("k" + i, Map.of("png", picture, "txt", PairData.text(caption)));
    }
    PairData data = new PairData().shard(samples);
    // 150 bad ones: a tenth of all, a ninth of those that pass.
    LoaderConfig config =
        config(data, 4, new CaptionLengthFilter(null, 9)).withTolerance(new Tolerance(0.105, 300));
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      String line =
          assertThrows(
                  LoaderException.class,
                  () -> {
                    for (int i = 0; i < 600; i++) {
                      loader.next();
                    }
                  })
              .getMessage();
      assertTrue(line.contains(" samples read that were not filtered, "), line);
    }
  }
}
