package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class EvalLoaderTest {

  private static final PairTransform TRANSFORM =
      new PairTransform(new PairData.NumberTransform(), PairData::tokenize);

  @Test
  void onePassInOrderWithAShortLastBatch() throws IOException {
    Map<String, byte[]> broken = Map.of("png", PairData.text("no"), "txt", PairData.text("x"));
    PairData data = PairData.of(10, 4).shard(Map.of("broken", broken));
    List<String> keys = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    try (EvalLoader loader =
        new EvalLoader(LoaderConfig.of(data.names(), 4, 1).withThreads(3, 5), data, TRANSFORM)) {
      while (loader.hasNext()) {
        Batch batch = loader.next();
        keys.addAll(batch.keys());
        sizes.add(batch.size());
        assertEquals(batch.size() * 12, batch.pixels().length);
        assertEquals(batch.size(), batch.tokens().length);
      }
      assertThrows(NoSuchElementException.class, loader::next);
      assertEquals(1, loader.badSamples().samples());
    }
    assertEquals(List.of("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9"), keys);
    assertEquals(List.of(4, 4, 2), sizes);
  }

  @Test
  void aMultipleOfTheBatchEndsWithoutAnEmptyOne() throws IOException {
    PairData data = PairData.of(8, 8);
    try (EvalLoader loader = new EvalLoader(LoaderConfig.of(data.names(), 4, 1), data, TRANSFORM)) {
      loader.next();
      assertEquals(4, loader.next().size());
      assertFalse(loader.hasNext());
    }
  }

  @Test
  void anEmptyShardIsNamed() throws IOException {
    PairData data = new PairData().shard(Map.of());
    try (EvalLoader loader = new EvalLoader(LoaderConfig.of(data.names(), 4, 1), data, TRANSFORM)) {
      String line = assertThrows(LoaderException.class, loader::hasNext).getMessage();
      assertTrue(
          line.startsWith("no usable pair in the shard shard-0.tar; there are no samples; "), line);
    }
  }

  @Test
  void nothingUsableIsAnError() throws IOException {
    PairData data = new PairData().shard(Map.of("a", Map.of("txt", PairData.text("x"))));
    try (EvalLoader loader = new EvalLoader(LoaderConfig.of(data.names(), 4, 1), data, TRANSFORM)) {
      String line = assertThrows(LoaderException.class, loader::hasNext).getMessage();
      assertTrue(
          line.startsWith("no usable pair in the shard shard-0.tar; skipped: picture missing: 1; "),
          line);
    }
  }
}
