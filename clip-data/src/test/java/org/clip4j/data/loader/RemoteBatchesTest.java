package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.clip4j.data.source.FaultyServer;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches from a server that fails all the time are those from files, bit for bit. */
@Tag("long")
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

  /** A shard whose server is away is not a damaged one: nothing of it is passed over. */
  @Test
  void aServerThatGoesAwayEndsTheBatchesAndLosesNone() throws IOException {
    List<String> expected = batches(data.names(), data);
    List<String> found = new ArrayList<>();
    try (FaultyServer server = new FaultyServer()) {
      List<String> urls = new ArrayList<>();
      for (String name : data.names()) {
        try (InputStream in = data.open(name)) {
          urls.add(server.serve("/" + name, in.readAllBytes()));
        }
      }
      LoaderConfig config = config(urls);
      ShardSource http = ShardSources.of(List.of(ShardSources.http(QUICK)));
      for (String url : urls) {
        http.check(url);
      }
      server
          .then(FaultyServer::whole, FaultyServer::whole, FaultyServer::whole)
          .then(FaultyServer.drop(5_000))
          .always(FaultyServer.status(503));
      Position position = Position.START;
      try (PairLoader loader = new PairLoader(config, http, PairData.transform(), position)) {
        while (true) {
          Batch batch = loader.next();
          found.add(PairData.describe(batch));
          position = batch.next();
        }
      } catch (LoaderException e) {
        String line = e.getMessage();
        assertTrue(line.startsWith("reading data failed: http://127.0.0.1:"), line);
        assertTrue(line.contains(": given up after 12 attempts, at byte "), line);
      }
      assertEquals(2, found.size(), "three shards, less what waits in the shuffle buffer");
      String again = unreachableOnResume(config, http, position);
      assertTrue(again.contains("given up after 12 attempts"), again);
      server.always(FaultyServer::whole);
      try (PairLoader loader = new PairLoader(config, http, PairData.transform(), position)) {
        while (found.size() < BATCHES) {
          found.add(PairData.describe(loader.next()));
        }
        assertEquals(0, loader.badSamples().shards());
      }
    }
    assertEquals(expected, found);
  }

  /** What is known of places and counts is of the old shard: nothing of the new one is learned. */
  @Test
  void aShardThatIsReplacedBetweenEpochsEndsTheBatches() throws IOException {
    try (FaultyServer server = new FaultyServer()) {
      String url = server.serve("/a.tar", data.open(data.names().get(0)).readAllBytes());
      byte[] other = data.open(data.names().get(1)).readAllBytes();
      ShardSource http = ShardSources.of(List.of(ShardSources.http(QUICK)));
      LoaderConfig config = LoaderConfig.of(List.of(url), 13, 3).withShuffle(0).withThreads(1, 1);
      try (PairLoader loader = new PairLoader(config, http, PairData.transform(), Position.START)) {
        List<String> old = loader.next().keys();
        server.serve("/a.tar", new FaultyServer.Served(other, "\"other\"", null));
        LoaderException e =
            assertThrows(
                LoaderException.class,
                () -> {
                  while (true) {
                    // What was read before it was replaced may still come.
                    assertEquals(Set.copyOf(old), Set.copyOf(loader.next().keys()));
                  }
                });
        assertTrue(
            e.getMessage().contains("/a.tar: it was replaced since this run looked at it: it was "),
            e.getMessage());
        assertEquals(0, loader.badSamples().shards(), "it is not damaged");
      }
    }
  }

  /** The query of a URL may open it for whoever reads the log. */
  @Test
  void aSignatureIsInNoMessage() throws IOException {
    String url = "https://host/a.tar?X-Signature=secret";
    LoaderConfig config = LoaderConfig.of(List.of(url), 2, 1);
    List<BadSample> told = new CopyOnWriteArrayList<>();
    ShardSource damaged = shard -> new ByteArrayInputStream(PairData.text("x".repeat(700)));
    try (PairLoader loader =
        new PairLoader(
            config, damaged, PairData.transform(), Position.START, new BadSamples(told::add))) {
      String line = assertThrows(LoaderException.class, loader::next).getMessage();
      assertTrue(line.contains("no usable pair in the shard https://host/a.tar?...;"), line);
    }
    assertEquals(1, told.size());
    String detail = told.get(0).detail();
    assertTrue(detail.contains("https://host/a.tar?...") && !detail.contains("secret"), detail);
  }

  private static String unreachableOnResume(
      LoaderConfig config, ShardSource source, Position position) throws IOException {
    try (PairLoader loader = new PairLoader(config, source, PairData.transform(), position)) {
      return assertThrows(LoaderException.class, loader::next).getMessage();
    }
  }

  private static LoaderConfig config(List<String> shards) {
    return LoaderConfig.of(shards, 7, 3).withShuffle(20).withThreads(2, 8);
  }

  private static List<String> batches(List<String> shards, ShardSource source) throws IOException {
    LoaderConfig config = config(shards);
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
