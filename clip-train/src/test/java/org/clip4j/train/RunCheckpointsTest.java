package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.clip4j.train.config.CheckpointConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCheckpointsTest {

  private static final long MINUTE = 60_000_000_000L;

  @TempDir private Path folder;
  private long now = 123;

  private RunCheckpoints checkpoints(CheckpointConfig config, long step) {
    return new RunCheckpoints(new CheckpointStore(folder), config, step, List.of(), () -> now);
  }

  private static void save(RunCheckpoints checkpoints, long step) throws IOException {
    checkpoints.save(step, into -> Files.writeString(into.resolve("file"), "x"));
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void dueBySteps() {
    RunCheckpoints checkpoints = checkpoints(new CheckpointConfig(4L, null, null, null), 0);
    now += 1000 * MINUTE;
    assertTrue(checkpoints.isDue(8));
    assertFalse(checkpoints.isDue(9));
  }

  @Test
  void dueByTimeSinceTheLastOne() throws IOException {
    RunCheckpoints checkpoints = checkpoints(new CheckpointConfig(100L, 1.5, null, null), 0);
    now += MINUTE;
    assertFalse(checkpoints.isDue(1));
    now += MINUTE;
    assertTrue(checkpoints.isDue(2));
    save(checkpoints, 2);
    assertFalse(checkpoints.isDue(3));
    now += 2 * MINUTE;
    assertTrue(checkpoints.isDue(3));
  }

  @Test
  void aNewRunHasNoneAndAResumedOneHas() throws IOException {
    CheckpointConfig config = CheckpointConfig.defaults();
    assertFalse(checkpoints(config, 0).isSaved(0));
    assertTrue(checkpoints(config, 7).isSaved(7));
    RunCheckpoints checkpoints = checkpoints(config, 7);
    assertFalse(checkpoints.isSaved(8));
    save(checkpoints, 8);
    assertTrue(checkpoints.isSaved(8));
  }

  @Test
  void theBestAreDueAndStay() throws IOException {
    RunCheckpoints checkpoints = checkpoints(new CheckpointConfig(1000L, null, 1, 2), 0);
    double[] top1 = {0.1, 0.5, 0.2, 0.5, 0.4, 0.6};
    boolean[] due = {true, true, true, true, false, true};
    for (int i = 0; i < top1.length; i++) {
      checkpoints.evaluated(i + 1, top1[i]);
      assertEquals(due[i], checkpoints.isDue(i + 1), "step " + (i + 1));
      if (due[i]) {
        save(checkpoints, i + 1);
        assertFalse(checkpoints.isDue(i + 1));
      }
    }
    // Of equals the earlier.
    assertEquals(List.of(new BestStep(6, 0.6), new BestStep(2, 0.5)), checkpoints.best());
    assertEquals(List.of("last", "step-000002", "step-000006"), entries());
  }

  @Test
  void whatCannotBeWrittenSaysWhatToDo() throws IOException {
    RunCheckpoints checkpoints = checkpoints(CheckpointConfig.defaults(), 0);
    save(checkpoints, 1);
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                checkpoints.save(
                    2,
                    into -> {
                      Files.writeString(into.resolve("file"), "half");
                      throw new IOException("No space left on device");
                    }));
    assertTrue(e.getMessage().startsWith("The checkpoint of step 2 could not be"), e.getMessage());
    assertTrue(e.getMessage().contains("No space left on device; earlier ones are whole"));
    assertFalse(checkpoints.isSaved(2));
    assertEquals(List.of("last", "step-000001"), entries());
  }
}
