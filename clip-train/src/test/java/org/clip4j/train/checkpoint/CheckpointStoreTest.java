package org.clip4j.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
