package org.clip4j.examples.pack;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.examples.pack.PackResult.End;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackResumeTest {

  private static final int ROWS = 23;
  private static final String JUNK = "half a line ".repeat(500) + "\n";

  @TempDir private Path folder;
  private Path images;
  private Path table;

  @BeforeEach
  void writePictures() throws IOException {
    images = folder.resolve("images");
    table = PackData.table(images, ROWS);
    // Some rows are skipped, so that their list is cut back and goes on, too.
    Files.delete(images.resolve("0.png"));
    Files.delete(images.resolve("7.png"));
    Files.delete(images.resolve("8.png"));
    Files.delete(images.resolve("22.png"));
  }

  private PackOptions to(String out) {
    return PackData.options(Optional.of(images), Optional.of(table), folder.resolve(out));
  }

  private Map<String, String> neverStopped() throws IOException {
    PackResult result = PackData.pack(to("whole"));
    assertEquals(End.DONE, result.end());
    assertEquals(ROWS - 4, result.pairs());
    return PackData.contents(folder.resolve("whole"));
  }

  @Test
  void stoppedAtEveryRowItEndsInTheSameBytes() throws IOException {
    Map<String, String> whole = neverStopped();
    for (int stopAt = 1; stopAt < ROWS; stopAt++) {
      int rows = stopAt;
      PackOptions options = to("stopped-" + stopAt);
      long[] done = new long[1];
      PackResult first =
          PicturePacker.pack(options, (row, of) -> done[0] = row, () -> done[0] >= rows);
      assertEquals(End.STOPPED, first.end());
      assertFalse(Files.exists(options.out().resolve(ShardManifest.FILE)));
      // What a kill may leave behind what stands.
      Files.writeString(first.list(), JUNK, APPEND, CREATE);
      Files.writeString(options.out().resolve("pairs-pack.jsonl"), "{" + JUNK.strip(), APPEND);
      PackResult second = PackData.pack(options);
      assertEquals(End.DONE, second.end());
      assertEquals(4, second.skipped());
      assertEquals(whole, PackData.contents(options.out()));
    }
  }

  /** A kill leaves any prefix of what was written, and what stood beyond it. */
  @Test
  void killedAtAnyByteOfTheJournalItEndsInTheSameBytes() throws IOException {
    Map<String, String> whole = neverStopped();
    Path journal = folder.resolve("whole/pairs-pack.jsonl");
    byte[] lines = Files.readAllBytes(journal);
    Random random = new Random(5);
    for (int length = 0; length < lines.length; length += 1 + random.nextInt(150)) {
      Files.write(journal, Arrays.copyOf(lines, length));
      if (!PackData.text(lines).substring(0, length).contains("pairs-000009.tar")) {
        Files.writeString(folder.resolve("whole/pairs-000009.tar.unfinished"), "half a shard");
      }
      if (length == 0) {
        // Without a journal nobody knows whose shards these are.
        IOException e = assertThrows(IOException.class, () -> PackData.pack(to("whole")));
        assertTrue(e.getMessage().contains("choose another prefix"), e.getMessage());
        continue;
      }
      PackData.pack(to("whole"));
      assertEquals(whole, PackData.contents(folder.resolve("whole")), "cut at " + length);
    }
  }

  @Test
  void aShardThatIsLostIsMadeAgain() throws IOException {
    Map<String, String> whole = neverStopped();
    Files.delete(folder.resolve("whole/pairs-000003.tar"));
    Files.writeString(folder.resolve("whole/pairs-000006.tar"), "cut off");
    assertEquals(End.DONE, PackData.pack(to("whole")).end());
    assertEquals(whole, PackData.contents(folder.resolve("whole")));
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws IOException {
    Map<String, String> whole = neverStopped();
    for (int i = 0; i < ROWS; i++) {
      Files.deleteIfExists(images.resolve(i + ".png"));
    }
    PackResult again = PackData.pack(to("whole"));
    assertEquals(End.DONE_BEFORE, again.end());
    assertEquals(ROWS - 4, again.pairs());
    assertEquals("no such file: 4", again.reasons());
    assertEquals(whole, PackData.contents(folder.resolve("whole")));
  }

  @Test
  void aManifestThatAKillPreventedIsWrittenLater() throws IOException {
    Map<String, String> whole = neverStopped();
    Files.delete(folder.resolve("whole/manifest.json"));
    assertEquals(End.DONE_BEFORE, PackData.pack(to("whole")).end());
    assertEquals(whole, PackData.contents(folder.resolve("whole")));
  }

  @Test
  void otherInputOrArgumentsAreRefusedByName() throws IOException {
    neverStopped();
    PackOptions options = to("whole");
    Files.writeString(table, Files.readString(table) + "1.png,one more\n");
    ConfigException changed = assertThrows(ConfigException.class, () -> PackData.pack(options));
    assertTrue(changed.getMessage().contains("(captions changed)"), changed.getMessage());
    assertFalse(changed.getMessage().contains(images.toString()), changed.getMessage());
    PackOptions other =
        new PackOptions(
            options.images(),
            options.captions(),
            options.out(),
            options.prefix(),
            options.columns(),
            new ShardBounds(3, 1L << 30),
            new PictureForm(true, Optional.of(16), Optional.empty(), 95),
            options.threads(),
            options.fetching());
    ConfigException refused = assertThrows(ConfigException.class, () -> PackData.pack(other));
    assertTrue(
        refused.getMessage().contains("resize was not given, now '16'"), refused.getMessage());
    assertTrue(
        refused.getMessage().contains("shard_samples was '2', now '3'"), refused.getMessage());
  }

  @Test
  void whereNothingIsWholeYetOtherArgumentsBeginAnew() throws IOException {
    Path none = Files.createDirectory(folder.resolve("none"));
    PackOptions wrong =
        PackData.options(Optional.of(none), Optional.of(table), folder.resolve("o"));
    assertEquals(0, PackData.pack(wrong).pairs());
    PackResult right = PackData.pack(to("o"));
    assertEquals(ROWS - 4, right.pairs());
    assertEquals("no such file: 4", right.reasons());
    assertEquals(5, Files.readAllLines(right.list()).size());
  }

  @Test
  void onlyOneProcessAtATime() throws IOException {
    PackOptions options = to("o");
    Files.createDirectories(options.out());
    try (PackJournal held = PackJournal.open(options.out(), "pairs", Map.of())) {
      assertTrue(held.shards().isEmpty());
      IOException e = assertThrows(IOException.class, () -> PackData.pack(options));
      assertTrue(e.getMessage().contains("another process"), e.getMessage());
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBytes() throws IOException {
    Map<String, String> whole = neverStopped();
    for (int threads : new int[] {1, 5}) {
      PackOptions two = to("threads-" + threads);
      PackData.pack(
          new PackOptions(
              two.images(),
              two.captions(),
              two.out(),
              two.prefix(),
              two.columns(),
              two.bounds(),
              two.form(),
              threads,
              two.fetching()));
      assertEquals(whole, PackData.contents(two.out()));
    }
  }

  @Test
  void aJournalFromElsewhereCannotLeadOutOfTheFolder() throws IOException {
    neverStopped();
    Path journal = folder.resolve("whole/pairs-pack.jsonl");
    String hostile =
        Files.readString(journal).replace("\"pairs-000001.tar\"", "\"../images/1.png\"");
    Files.writeString(journal, hostile);
    ConfigException e = assertThrows(ConfigException.class, () -> PackData.pack(to("whole")));
    assertTrue(e.getMessage().contains("line 3"), e.getMessage());
    assertTrue(e.getMessage().contains("expected a file's name"), e.getMessage());
  }

  @Test
  void nothingTellsWhereTheFoldersLie() throws IOException {
    neverStopped();
    for (String name : new String[] {"pairs-skipped.tsv", "pairs-pack.jsonl", "manifest.json"}) {
      String text = Files.readString(folder.resolve("whole").resolve(name));
      assertFalse(text.contains(folder.toRealPath().toString()), name);
    }
  }
}
