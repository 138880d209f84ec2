package org.clip4j.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.clip4j.train.Warnings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  @TempDir private Path folder;
  private CheckpointStore store;

  @BeforeEach
  void makeStore() {
    store = new CheckpointStore(folder.resolve("checkpoints"));
  }

  @Test
  void lastIsARelativeLinkToTheNewest() throws IOException {
    save(10, "ten", 5);
    save(20, "twenty", 5);
    Path last = folder.resolve("checkpoints/last");
    assertTrue(Files.isSymbolicLink(last));
    assertEquals(Path.of("step-000020"), Files.readSymbolicLink(last));
    assertEquals("twenty", Files.readString(store.last().orElseThrow().resolve("file")));
  }

  @Test
  void keepsOnlyTheNewest() throws IOException {
    for (int step = 1; step <= 5; step++) {
      save(step, "x", 2);
    }
    assertEquals(List.of("last", "step-000004", "step-000005"), entries());
  }

  @Test
  void aCheckpointThatLastDoesNotNameYetIsNoDanger() throws IOException {
    save(20, "twenty", 5);
    save(40, "forty", 5);
    Path last = folder.resolve("checkpoints/last");
    // As a kill between the rename and the swap leaves it.
    Files.delete(last);
    Files.createSymbolicLink(last, Path.of("step-000020"));
    save(25, "twenty-five", 1);
    assertEquals(List.of("last", "step-000025"), entries());
    assertEquals("twenty-five", Files.readString(store.last().orElseThrow().resolve("file")));
  }

  @Test
  void whereLastIsGoneTheNewestServes() throws IOException {
    save(10, "ten", 5);
    save(20, "twenty", 5);
    Files.delete(folder.resolve("checkpoints/last"));
    assertEquals("twenty", Files.readString(store.last().orElseThrow().resolve("file")));
  }

  /** {@code cp -rL} makes one of the link. */
  @Test
  void whereLastIsAFolderThatIsSaidBeforeAnyWork() throws IOException {
    save(10, "ten", 5);
    Path last = folder.resolve("checkpoints/last");
    Files.delete(last);
    Files.createDirectory(last);
    Files.writeString(last.resolve("file"), "ten");
    IOException e = assertThrows(IOException.class, store::newestSound);
    assertTrue(e.getMessage().startsWith(last + " is a folder of its own"), e.getMessage());
    Files.delete(last.resolve("file"));
    Files.delete(last);
    assertEquals("ten", Files.readString(store.newestSound().orElseThrow().resolve("file")));
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    save(10, "ten", 2);
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                store.save(
                    20,
                    2,
                    into -> {
                      Files.writeString(into.resolve("file"), "half");
                      throw new IOException("No space left on device");
                    }));
    assertEquals("No space left on device", thrown.getMessage());
    assertEquals(List.of("last", "step-000010"), entries());
    assertEquals("ten", Files.readString(store.last().orElseThrow().resolve("file")));
  }

  @Test
  void theSameStepReplacesItsFolder() throws IOException {
    save(10, "first", 2);
    save(10, "second", 2);
    assertEquals(List.of("last", "step-000010"), entries());
    assertEquals("second", Files.readString(store.last().orElseThrow().resolve("file")));
  }

  @Test
  void readsAOneLineFileWhereThereAreNoLinks() throws IOException {
    save(10, "ten", 2);
    Path last = folder.resolve("checkpoints/last");
    Files.delete(last);
    Files.writeString(last, "step-000010\n");
    assertEquals("ten", Files.readString(store.last().orElseThrow().resolve("file")));
    Files.writeString(last, "../../etc\n");
    assertThrows(IOException.class, () -> store.last());
    Files.writeString(last, "step-000011\n");
    assertThrows(IOException.class, () -> store.last());
  }

  @Test
  void leftoversOfAKilledRunAreNoHindrance() throws IOException {
    Files.createDirectories(folder.resolve("checkpoints/.step-000099.old"));
    Path stale = folder.resolve("checkpoints/.step-000010.new");
    Files.createDirectories(stale);
    Files.writeString(stale.resolve("stale"), "stale");
    Files.writeString(folder.resolve("checkpoints/.last.new"), "stale");
    save(10, "ten", 2);
    assertEquals(List.of("last", "step-000010"), entries());
    assertFalse(Files.exists(store.last().orElseThrow().resolve("stale")));
  }

  @Test
  void withoutACheckpointThereIsNoLast() throws IOException {
    assertTrue(store.last().isEmpty());
    assertTrue(store.newestSound().isEmpty());
    assertTrue(store.isEmpty());
  }

  @Test
  void theChecksumsAreThoseOfSha256sum() throws IOException {
    store.save(
        1,
        2,
        into -> {
          Files.writeString(into.resolve("b"), "abc");
          Files.createDirectory(into.resolve("a"));
          Files.writeString(into.resolve("a/empty"), "");
        });
    assertEquals(
        """
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/empty
        ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b
        """,
        Files.readString(folder.resolve("checkpoints/step-000001/checksums.sha256")));
  }

  @Test
  void aDamagedCheckpointFallsBackToTheOneBefore() throws IOException {
    save(10, "ten", 5);
    save(20, "twenty", 5);
    save(30, "thirty", 5);
    assertSound("thirty");
    Files.writeString(folder.resolve("checkpoints/step-000030/file"), "thirtx");
    assertSound("twenty", "step-000030 is damaged: file is not as it was written");
    Files.delete(folder.resolve("checkpoints/step-000020/file"));
    assertSound(
        "ten",
        "step-000030 is damaged: file is not as it was written",
        "step-000020 is damaged: file is missing");
    Files.writeString(folder.resolve("checkpoints/step-000010/checksums.sha256"), "nonsense\n");
    IOException e = assertThrows(IOException.class, () -> store.newestSound());
    assertTrue(e.getMessage().contains("all checkpoints are damaged (3"), e.getMessage());
    assertFalse(store.isEmpty());
  }

  @Test
  void hostileChecksumsLeadNowhere() throws IOException {
    save(10, "ten", 5);
    save(20, "twenty", 5);
    Path list = folder.resolve("checkpoints/step-000020/checksums.sha256");
    Files.writeString(list, "0".repeat(64) + "  ../step-000010/file\n");
    assertSound("ten", "a line that is no checksum");
    Files.writeString(list, "x".repeat(1 << 17));
    assertSound("ten", "larger than a list of checksums can be");
    Files.write(list, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertSound("ten", "not UTF-8");
    Files.delete(list);
    Files.createDirectory(list);
    assertSound("ten", "cannot be read");
  }

  /** A list that is cut short would else check nothing. */
  @Test
  void aListThatIsNotWholeIsDamage() throws IOException {
    CheckpointStore.Writer two =
        into -> {
          Files.writeString(into.resolve("a.json"), "{}");
          Files.writeString(into.resolve("b.safetensors"), "weights");
        };
    save(10, "ten", 5);
    store.save(20, 5, two);
    Path list = folder.resolve("checkpoints/step-000020/checksums.sha256");
    String whole = Files.readString(list);
    Files.writeString(list, whole.substring(0, whole.indexOf('\n') + 1));
    assertSound("ten", "b.safetensors is not in checksums.sha256");
    Files.writeString(list, "");
    assertSound("ten", "checksums.sha256 is empty");
    Files.writeString(list, whole);
    Files.writeString(list.resolveSibling("note.txt"), "somebody's");
    assertEquals(list.getParent(), store.newestSound().orElseThrow());
  }

  /** As a kill between the two renames leaves it. */
  @Test
  void aCheckpointThatHadSteppedAsideComesBack() throws IOException {
    save(10, "ten", 5);
    Path aside = folder.resolve("checkpoints/.step-000010.old");
    Files.move(folder.resolve("checkpoints/step-000010"), aside);
    assertSound("ten");
    Files.createDirectories(aside);
    save(20, "twenty", 5);
    assertEquals(List.of("last", "step-000010", "step-000020"), entries());
  }

  @Test
  void anOlderCheckpointWithoutChecksumsIsTakenAsItIs() throws IOException {
    save(10, "ten", 5);
    Files.delete(folder.resolve("checkpoints/step-000010/checksums.sha256"));
    assertSound("ten", "without checksums: taken unchecked");
  }

  /** A version that wrote the one before with checksums wrote this one with them, too. */
  @Test
  void aCheckpointThatLostItsChecksumsIsDamaged() throws IOException {
    save(10, "ten", 5);
    save(20, "twenty", 5);
    Files.delete(folder.resolve("checkpoints/step-000020/checksums.sha256"));
    assertSound("ten", "step-000020 is damaged: checksums.sha256 is missing");
    Files.delete(folder.resolve("checkpoints/step-000010/checksums.sha256"));
    assertSound("twenty", "without checksums");
  }

  @Test
  void aLastThatNamesNothingIsSaidAndTheNewestServes() throws IOException {
    save(10, "ten", 5);
    save(20, "twenty", 5);
    Path last = folder.resolve("checkpoints/last");
    Files.delete(last);
    assertSound("twenty", "names no checkpoint");
    Files.createSymbolicLink(last, Path.of("step-000030"));
    assertSound("twenty", "names no checkpoint");
    Files.delete(last);
    Files.createSymbolicLink(last, folder);
    assertSound("twenty", "which is no checkpoint");
    Files.delete(last);
    Files.writeString(last, "../../etc\n");
    assertSound("twenty", "names no checkpoint");
    Files.writeString(last, "step-000010\n");
    assertSound("ten");
  }

  @Test
  void theBestStayHoweverOld() throws IOException {
    for (int step = 1; step <= 6; step++) {
      Set<Long> best = Set.of(2L, 9L);
      store.save(step, 1, best, into -> Files.writeString(into.resolve("file"), "x"));
    }
    assertEquals(List.of("last", "step-000002", "step-000006"), entries());
    // The best of a future that was left is not.
    store.save(1, 1, Set.of(2L), into -> Files.writeString(into.resolve("file"), "x"));
    assertEquals(List.of("last", "step-000001"), entries());
  }

  /** Whatever is in the way of the rename, what was there before stays. */
  @Test
  void aFailureBehindTheWriterLeavesWhatWasThere() throws IOException {
    save(10, "ten", 2);
    assertThrows(
        IOException.class,
        () ->
            store.save(
                10,
                2,
                into -> {
                  Files.writeString(into.resolve("file"), "again");
                  Folders.delete(into);
                }));
    assertEquals(List.of("last", "step-000010"), entries());
    assertSound("ten");
  }

  private void assertSound(String content, String... warned) throws IOException {
    try (Warnings log = new Warnings(CheckpointStore.class)) {
      assertEquals(content, Files.readString(store.newestSound().orElseThrow().resolve("file")));
      assertEquals(warned.length, log.lines().size(), log.lines().toString());
      for (int i = 0; i < warned.length; i++) {
        assertTrue(log.lines().get(i).contains(warned[i]), log.lines().get(i));
      }
    }
  }

  private void save(long step, String content, int keep) throws IOException {
    store.save(step, keep, into -> Files.writeString(into.resolve("file"), content));
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("checkpoints"))) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
