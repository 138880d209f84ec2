package org.clip4j.data.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How many pairs shards have, by their manifests and without. */
class ShardSizesTest {

  @TempDir private Path folder;

  private static LoaderConfig config(List<String> shards) {
    return LoaderConfig.of(shards, 2, 1).withShuffle(0).withWorker(0, 2);
  }

  private static List<Long> pairs(LoaderConfig config) {
    return config.order().sizes().stream().map(ShardSize::pairs).toList();
  }

  static ShardManifest.Entry entry(String name, long samples, long bytes) {
    return new ShardManifest.Entry(name, samples, bytes, "0".repeat(64));
  }

  /** As it stands beside shards. */
  static String manifest(ShardManifest.Entry... shards) {
    StringBuilder text = new StringBuilder("{\"version\": 1, \"shards\": [");
    long samples = 0;
    for (ShardManifest.Entry shard : shards) {
      text.append(samples == 0 ? "" : ", ")
          .append("{\"name\": \"" + shard.name() + "\", \"samples\": " + shard.samples())
          .append(", \"bytes\": " + shard.bytes() + ", \"sha256\": \"" + shard.sha256() + "\"}");
      samples += shard.samples();
    }
    return text.append("], \"samples\": " + samples + "}").toString();
  }

  @Test
  void withoutAManifestPairsAreCountedByTheirNames() throws IOException {
    PairData data =
        PairData.of(5, 3)
            .shard(
                new TreeMap<>(
                    Map.of(
                        "a", Map.of("cls", PairData.text("0")),
                        "b", Map.of("png", PairData.png(1), "txt", PairData.text("b")),
                        "c", Map.of("png", PairData.png(1)))))
            .shard(new byte[0]);
    LoaderConfig known = ShardSizes.known(config(data.names()).withThreads(3, 3), data);
    assertEquals(List.of(3L, 2L, 1L, 0L), pairs(known));
    assertEquals("{0, 2}", known.order().sizes().get(2).others().toString());
    assertSame(known, ShardSizes.known(known, data), "once");
    LoaderConfig single = LoaderConfig.of(data.names(), 2, 1);
    assertSame(single, ShardSizes.known(single, data), "one worker needs none");
  }

  @Test
  void aManifestSparesTheCount() throws IOException {
    PairData data =
        PairData.of(9, 3)
            .beside(
                "manifest.json", manifest(entry("shard-0.tar", 3, 1), entry("shard-2.tar", 3, 1)));
    PairData.Watched watched = new PairData.Watched(data);
    assertEquals(List.of(3L, 3L, 3L), pairs(ShardSizes.known(config(data.names()), watched)));
    assertEquals(List.of("manifest.json", "shard-1.tar"), watched.opened());
  }

  @Test
  void whatIsNoManifestIsPassedOver() throws IOException {
    PairData data = PairData.of(4, 2).beside("manifest.json", "{\"files\": []}");
    assertEquals(List.of(2L, 2L), pairs(ShardSizes.known(config(data.names()), data)));
  }

  @Test
  void aManifestThatDoesNotFitItsShardsIsPassedOver() throws IOException {
    PairData data = PairData.of(4, 2);
    for (String name : data.names()) {
      Files.write(folder.resolve(name), data.open(name).readAllBytes());
    }
    long size = Files.size(folder.resolve("shard-0.tar"));
    Files.writeString(
        folder.resolve("manifest.json"),
        manifest(entry("shard-0.tar", 7, size), entry("shard-1.tar", 7, size + 1)));
    List<String> paths = data.names().stream().map(n -> folder.resolve(n).toString()).toList();
    List<String> urls =
        data.names().stream().map(n -> folder.resolve(n).toUri().toString()).toList();
    for (List<String> shards : List.of(paths, urls)) {
      assertEquals(
          List.of(7L, 2L), pairs(ShardSizes.known(config(shards), ShardSources.standard())));
      assertEquals(List.of(7L, 2L), pairs(ShardSizes.known(config(paths), ShardSource.local())));
    }
  }

  @Test
  void aShardThatDoesNotFitItsManifestIsSaidToWhoReadsItOnce() throws IOException {
    PairData data = PairData.of(4, 2);
    for (String name : data.names()) {
      Files.write(folder.resolve(name), data.open(name).readAllBytes());
    }
    long size = Files.size(folder.resolve("shard-0.tar"));
    Files.writeString(
        folder.resolve("manifest.json"),
        manifest(entry("shard-0.tar", 2, size), entry("shard-1.tar", 2, size + 512)));
    List<String> paths = data.names().stream().map(n -> folder.resolve(n).toString()).toList();
    Logger logger = (Logger) LoggerFactory.getLogger(ManifestSizes.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      ManifestSizes.sayOthers(paths, ShardSources.standard());
      // Nothing is known of it.
      ManifestSizes.sayOthers(List.of("-"), ShardSources.standard());
    } finally {
      logger.detachAppender(said);
    }
    assertEquals(1, said.list.size());
    String line = said.list.get(0).getFormattedMessage();
    assertTrue(
        line.startsWith(
            paths.get(1)
                + " has "
                + size
                + " bytes, but "
                + folder.resolve("manifest.json")
                + " says "
                + (size + 512)
                + ": "),
        line);
    IOException gone =
        assertThrows(
            IOException.class,
            () -> {
              Files.delete(folder.resolve("shard-1.tar"));
              ManifestSizes.sayOthers(paths, ShardSources.standard());
            });
    assertTrue(gone.getMessage().contains("shard-1.tar"), gone.getMessage());
  }

  /** A shard that has fewer samples than its manifest says: repeats fill what is lacking. */
  @Test
  void aShardMayHaveLessThanItsManifestSays() throws IOException {
    PairData data = PairData.of(30, 10).cut(0, 4 * 2048 + 700);
    data.beside(
        "manifest.json",
        manifest(
            entry("shard-0.tar", 10, 1), entry("shard-1.tar", 10, 1), entry("shard-2.tar", 10, 1)));
    List<String> seen = new ArrayList<>();
    long repeated = 0;
    long damaged = 0;
    for (int worker = 0; worker < 4; worker++) {
      LoaderConfig config = config(data.names()).withWorker(worker, 4);
      try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
        for (int i = 0; i < 4; i++) {
          seen.addAll(loader.next().keys());
        }
        repeated += loader.repeatedSamples();
        damaged += loader.badSamples().count(Reason.SHARD_DAMAGED);
      }
    }
    assertEquals(24, seen.stream().distinct().count());
    assertEquals(4 * 4 * 2 - 24, repeated);
    assertTrue(damaged >= 1);
  }

  /**
   * A manifest that comes between, and says other sizes, would move the worker's stretch; one that
   * says what was counted changes nothing.
   */
  @Test
  void aManifestThatComesBetweenIsNoticed() throws IOException {
    PairData data = PairData.of(24, 8);
    LoaderConfig config = config(data.names());
    List<String> straight = new ArrayList<>();
    Position position = Position.START;
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), position)) {
      for (int i = 0; i < 6; i++) {
        Batch batch = loader.next();
        position = i == 1 ? batch.next() : position;
        straight.add(PairData.describe(batch));
      }
    }
    Position from = position;
    // As many pairs together, and as many batches.
    data.beside(
        "manifest.json",
        manifest(
            entry("shard-0.tar", 4, 1), entry("shard-1.tar", 8, 1), entry("shard-2.tar", 12, 1)));
    LoaderException e =
        assertThrows(
            LoaderException.class,
            () -> new PairLoader(config, data, PairData.transform(), from).close());
    assertEquals(
        "the run cannot go on where it stood: its epochs were shared by other numbers of pairs in"
            + " the shards; a manifest.json beside them was added, taken away or changed, or other"
            + " pairs pass data.filter; the shards, the seed or the data settings are not those of"
            + " the run: resume with the same ones",
        e.getMessage());
    data.beside(
        "manifest.json",
        manifest(
            entry("shard-0.tar", 8, 1), entry("shard-1.tar", 8, 1), entry("shard-2.tar", 8, 1)));
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), from)) {
      for (String batch : straight.subList(2, 6)) {
        assertEquals(batch, PairData.describe(loader.next()));
      }
    }
    // One from before sizes were kept is taken as it was, and keeps them from there on.
    Position older =
        new Position(
            from.epoch(),
            from.samples(),
            from.deferred(),
            from.cursor(),
            from.share().withSizes(null),
            from.counts());
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), older)) {
      assertEquals(straight.get(2), PairData.describe(loader.next()));
    }
  }

  /** One that has more than it can have is not read in parts for ever. */
  @Test
  void aShardThatHasMoreThanItsManifestSaysIsAnError() throws IOException {
    PairData data =
        PairData.of(40, 40).beside("manifest.json", manifest(entry("shard-0.tar", 8, 1)));
    LoaderConfig config = config(data.names()).withWorker(1, 2);
    try (PairLoader loader = new PairLoader(config, data, PairData.transform(), Position.START)) {
      loader.next();
      loader.next();
      LoaderException e = assertThrows(LoaderException.class, loader::next);
      assertEquals(
          "the shard shard-0.tar: there are more pairs than were counted; if their manifest.json is"
              + " out of date, write it anew or take it away",
          e.getMessage());
    }
  }

  /** A store whose contents may not be listed answers so for a manifest that is not there. */
  @Test
  void aManifestThatMayNotBeReadIsAsNone() throws IOException {
    PairData data = PairData.of(4, 2);
    boolean[] away = {false};
    ShardSource source =
        shard -> {
          if (shard.equals("manifest.json")) {
            throw away[0]
                ? new UnreachableException("no answer", null)
                : UnreachableException.refused("403", null);
          }
          return data.open(shard);
        };
    assertEquals(List.of(2L, 2L), pairs(ShardSizes.known(config(data.names()), source)));
    away[0] = true;
    assertThrows(UnreachableException.class, () -> ShardSizes.known(config(data.names()), source));
  }

  @Test
  void standardInputCannotBeShared() {
    LoaderException e =
        assertThrows(
            LoaderException.class,
            () -> ShardSizes.known(config(List.of("-")), shard -> InputStream.nullInputStream()));
    assertTrue(e.getMessage().contains("standard input"), e.getMessage());
  }
}
