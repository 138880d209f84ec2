package org.clip4j.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.clip4j.data.check.Repeats.Repeat;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCheckTest {

  @TempDir private Path folder;

  private String shard(String name) {
    return folder.resolve(name).toString();
  }

  private static CheckReport check(CheckOptions options, BadSamples.Listener listener)
      throws IOException {
    return new DataCheck(options, ShardSources.standard(), shard -> -1)
        .run(listener, (bytes, samples, bad) -> {});
  }

  private static CheckReport check(List<String> shards, int threads) throws IOException {
    return check(CheckOptions.of(shards, threads), sample -> {});
  }

  @Test
  void countsWhatIsThere() throws IOException {
    try (Shards shards = new Shards(folder, "a")) {
      shards
          .pair("2", Shards.picture("png", 30, 20, 1), "png", "a red car")
          .pair("1", Shards.picture("jpg", 300, 400, 2), "jpg", "A Red Car")
          .pair("2", Shards.picture("gif", 5, 50, 3), "gif", "\ud83d\ude00 " + "word ".repeat(100));
    }
    CheckReport report = check(List.of(shard("a-000000.tar")), 1);
    CheckCounts counts = report.all();
    assertTrue(report.isGood());
    assertEquals(3, counts.samples());
    assertEquals(3, counts.pairs());
    assertEquals(Map.of(), counts.bad());
    assertEquals(Files.size(folder.resolve("a-000000.tar")), counts.bytes(), 10_240);
    assertEquals(Map.of("png", 1L, "jpeg", 1L, "gif", 1L), counts.formats());
    assertEquals(new Spread(5, 20, 300), counts.shorterSide());
    assertEquals(new Spread(30, 50, 400), counts.longerSide());
    assertEquals(250, counts.pixels().min());
    assertEquals(120_000, counts.pixels().max());
    assertEquals(new Spread(9, 9, 501), counts.captionChars());
    assertEquals(new Spread(5, 5, 103), counts.captionTokens());
    assertEquals(1, counts.captionsCut());
    assertEquals(new Repeats(2, 1, true, List.of(new Repeat("2", 2))), counts.keys());
    assertEquals(new Repeats(2, 1, true, List.of(new Repeat("a red car", 2))), counts.captions());
    assertEquals(1, report.shards().size());
    assertEquals(counts, report.shards().get(0).counts());
  }

  @Test
  void aContextOfAnotherLengthCutsOthers() throws IOException {
    try (Shards shards = new Shards(folder, "a")) {
      shards.pair("1", Shards.picture("png", 3, 2, 1), "png", "a red car");
    }
    List<String> names = List.of(shard("a-000000.tar"));
    CheckOptions plain = CheckOptions.of(names, 1);
    for (int context : List.of(4, 5)) {
      CheckOptions options =
          new CheckOptions(names, 1, plain.fields(), plain.filters(), plain.limits(), context);
      assertEquals(5 - context, check(options, sample -> {}).all().captionsCut());
    }
  }

  /** One whole shard and four that are not: cut off, empty, no archive, not there. */
  private List<String> spoilt() throws IOException {
    byte[] picture = Shards.picture("png", 8, 8, 7);
    try (Shards shards = new Shards(folder, "a")) {
      for (int i = 0; i < 40; i++) {
        shards.pair("k" + i, picture, "png", "caption " + i);
      }
      shards
          .sample("only-a-picture", Map.of("png", picture))
          .sample("no-picture", Map.of("txt", new byte[] {'x'}))
          .pair("not-a-picture", "<html>".getBytes(StandardCharsets.UTF_8), "png", "x")
          .pair("blank", picture, "png", " \n")
          .sample("latin1", Map.of("png", picture, "txt", new byte[] {(byte) 0xe9}))
          .sample("json", Map.of("png", picture, "json", new byte[] {'{'}))
          .pair("empty", new byte[0], "png", "");
    }
    byte[] whole = Files.readAllBytes(folder.resolve("a-000000.tar"));
    Files.write(folder.resolve("cut.tar"), Arrays.copyOf(whole, 30_000));
    Files.write(folder.resolve("empty.tar"), new byte[0]);
    Files.writeString(folder.resolve("text.tar"), "no archive ".repeat(100));
    List<String> names = new ArrayList<>();
    for (String name : List.of("a-000000.tar", "cut.tar", "none.tar", "empty.tar", "text.tar")) {
      names.add(shard(name));
    }
    return names;
  }

  @Test
  void everythingBadIsToldWithItsShard() throws IOException {
    List<BadSample> told = new CopyOnWriteArrayList<>();
    CheckReport report = check(CheckOptions.of(spoilt(), 3), told::add);
    assertFalse(report.isGood());
    CheckCounts whole = report.shards().get(0).counts();
    assertEquals(47, whole.samples());
    assertEquals(40, whole.pairs());
    assertEquals(
        Map.of(
            "picture_missing", 1L,
            "picture_unreadable", 1L,
            "caption_missing", 3L,
            "caption_not_utf8", 1L,
            "caption_unusable", 1L),
        whole.bad());
    CheckCounts cut = report.shards().get(1).counts();
    assertEquals(Map.of("shard_damaged", 1L), cut.bad());
    assertTrue(cut.pairs() > 5 && cut.pairs() < 40, "" + cut.pairs());
    assertEquals(Map.of("shard_unreadable", 1L), report.shards().get(2).counts().bad());
    assertEquals(Map.of("shard_damaged", 1L), report.shards().get(3).counts().bad());
    assertEquals(Map.of("shard_damaged", 1L), report.shards().get(4).counts().bad());
    assertNull(report.shards().get(3).counts().pixels());
    assertEquals(report.all().badCount(), told.size());
    assertEquals(11, told.size());
    for (CheckReport.ShardCounts shard : report.shards()) {
      assertEquals(
          shard.counts().badCount(),
          told.stream().filter(bad -> bad.shard().equals(shard.shard())).count());
    }
    BadSample blank =
        told.stream().filter(bad -> "blank".equals(bad.key())).findFirst().orElseThrow();
    assertEquals(Reason.CAPTION_MISSING, blank.reason());
    assertTrue(blank.offset() > 0);
    assertEquals(
        "{\"shard\":\""
            + blank.shard()
            + "\",\"key\":\"blank\",\"offset\":"
            + blank.offset()
            + ",\"reason\":\"caption_missing\",\"detail\":\"part 'txt' is blank\"}",
        blank.toJson());
  }

  @Test
  void theReportDoesNotDependOnTheThreads() throws IOException {
    List<String> names = spoilt();
    CheckReport one = check(names, 1);
    for (int threads = 2; threads <= 5; threads++) {
      assertEquals(one, check(names, threads));
    }
  }

  @Test
  void aShardThatIsNamedTwiceIsCheckedOnce() throws IOException {
    String name = spoilt().get(0);
    assertEquals(check(List.of(name), 1), check(List.of(name, name), 2));
  }

  @Test
  void aCompressedShardHasTheSameSamples() throws IOException {
    String name = spoilt().get(0);
    String packed = shard("a.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(packed)))) {
      Files.copy(Path.of(name), out);
    }
    assertTrue(Files.size(Path.of(packed)) < Files.size(Path.of(name)) / 2);
    assertEquals(check(List.of(name), 1).all(), check(List.of(packed), 1).all());
  }

  @Test
  void progressEndsWithEverything() throws IOException {
    List<String> names = spoilt().subList(0, 1);
    long size = Files.size(Path.of(names.get(0)));
    long[] last = new long[3];
    new DataCheck(CheckOptions.of(names, 1), ShardSources.standard(), shard -> size)
        .run(
            sample -> {},
            (bytes, samples, bad) -> {
              assertTrue(bytes >= last[0] && samples >= last[1]);
              last[0] = bytes;
              last[1] = samples;
              last[2] = bad;
            });
    assertEquals(List.of(size, 47L, 7L), Arrays.stream(last).boxed().toList());
  }

  @Test
  void whatTheListenerThrowsEndsTheCheck() throws IOException {
    CheckOptions options = CheckOptions.of(spoilt(), 2);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                check(
                    options,
                    sample -> {
                      throw new IllegalStateException("no room");
                    }));
    assertEquals("no room", thrown.getMessage());
  }

  /** It says nothing of the shards, so there is nothing to report of them. */
  @Test
  void aServerThatIsAwayEndsTheCheckInItsOwnWords() {
    ShardSource away =
        shard -> {
          throw shard.endsWith(".json")
              ? new NoSuchFileException(shard)
              : new UnreachableException(shard + ": no answer", null);
        };
    CheckOptions options = CheckOptions.of(List.of("http://host/a.tar"), 2);
    UnreachableException thrown =
        assertThrows(
            UnreachableException.class,
            () ->
                new DataCheck(options, away, shard -> -1)
                    .run(sample -> {}, (bytes, samples, bad) -> {}));
    assertEquals("http://host/a.tar: no answer", thrown.getMessage());
  }

  @Test
  void impossibleOptionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> CheckOptions.of(List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> CheckOptions.of(List.of("a"), 0));
  }
}
