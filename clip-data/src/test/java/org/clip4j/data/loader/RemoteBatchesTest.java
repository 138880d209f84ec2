package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.clip4j.data.source.FaultyServer;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Test;

/** Batches from a server that fails all the time are those from files, bit for bit. */
class RemoteBatchesTest {

  private static final int BATCHES = 30;
  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          12,
          Duration.ofMillis(1),
          Duration.ofMillis(50));

  private final PairData data = PairData.of(60, 13);

  @Test
  void batchesOfAFailingServerEqualThoseOfFiles() throws IOException {
    List<String> expected = batches(data.names(), data);
    try (FaultyServer server = new FaultyServer()) {
      List<String> urls = new ArrayList<>();
      for (String name : data.names()) {
        try (InputStream in = data.open(name)) {
          urls.add(server.serve("/" + name, in.readAllBytes()));
        }
      }
      Random random = new Random(5);
      for (int i = 0; i < 40; i++) {
        server.then(
            switch (i % 5) {
              case 0 -> FaultyServer.status(503);
              case 1 -> FaultyServer.drop(random.nextInt(20_000));
              case 2 -> FaultyServer.ignoringRanges(random.nextInt(20_000));
              case 3 -> FaultyServer.stall(random.nextInt(20_000), i < 10 ? 900 : 0);
              default -> FaultyServer::whole;
            });
      }
      ShardSource http = ShardSources.of(List.of(ShardSources.http(QUICK)));
      assertEquals(expected, batches(urls, http));
      assertTrue(server.requests().size() > 40, "the faults were met");
    }
  }

  private static List<String> batches(List<String> shards, ShardSource source) throws IOException {
    LoaderConfig config = LoaderConfig.of(shards, 7, 3).withShuffle(20).withThreads(2, 8);
    List<String> batches = new ArrayList<>();
    try (PairLoader loader = new PairLoader(config, source, PairData.transform(), Position.START)) {
      for (int i = 0; i < BATCHES; i++) {
        batches.add(PairData.describe(loader.next()));
      }
      assertEquals(0, loader.badSamples().shards());
    }
    return batches;
  }
}
