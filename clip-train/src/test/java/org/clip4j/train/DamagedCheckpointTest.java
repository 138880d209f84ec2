package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.clip4j.train.checkpoint.CheckpointStore;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run whose newest checkpoint is damaged, wherever and however, goes on from the one before, says
 * so, and ends in the bytes of a run that was never stopped.
 */
@Tag("long")
class DamagedCheckpointTest {

  private static final String NEWEST = "checkpoints/step-000006";
  private static final String BEFORE = "checkpoints/step-000004";
  private static final int PLACES = 12;

  /** With a moving average, whose model is a folder in the checkpoint. */
  private static RunConfig config;

  @TempDir private static Path folder;
  private static TinyRuns runs;
  private static Path straight;
  private static Path stopped;
  private static List<String> files;

  private final Random random = new Random(7);
  private Path damaged;

  @BeforeAll
  static void train() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
    config = runs.with("train.ema_decay=0.9");
    straight = folder.resolve("straight");
    runs.train(config, straight);
    stopped = folder.resolve("stopped");
    runs.stopAt(config, 6, stopped);
    files = TinyRuns.files(stopped.resolve(NEWEST));
    assertTrue(files.contains("ema/open_clip_model.safetensors") && files.size() >= 7, files + "");
  }

  /** What happens to a file. */
  private enum Damage {
    BIT_FLIPPED {
      @Override
      void to(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
      }
    },
    CUT_SHORT {
      @Override
      void to(Path file, Random random) throws IOException {
        // A list of checksums without its last line's end is whole.
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length - 1)));
      }
    },
    LONGER {
      @Override
      void to(Path file, Random random) throws IOException {
        Files.writeString(file, "x", StandardOpenOption.APPEND);
      }
    },
    EMPTY {
      @Override
      void to(Path file, Random random) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    MISSING {
      @Override
      void to(Path file, Random random) throws IOException {
        Files.delete(file);
      }
    },
    A_FOLDER {
      @Override
      void to(Path file, Random random) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
      }
    };

    abstract void to(Path file, Random random) throws IOException;
  }

  @AfterEach
  void remove() throws IOException {
    if (damaged != null) {
      delete(damaged);
      damaged = null;
    }
  }

  private Path copy() throws IOException {
    damaged = folder.resolve("damaged");
    try (Stream<Path> all = Files.walk(stopped)) {
      for (Path each : all.toList()) {
        Path to = damaged.resolve(stopped.relativize(each).toString());
        Files.copy(each, to, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return damaged;
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Every file in many places; what the older checkpoint has is not touched by looking. */
  @ParameterizedTest
  @EnumSource
  void everyDamageOfEveryFileIsFound(Damage damage) throws IOException {
    Path out = copy();
    CheckpointStore store = new CheckpointStore(out.resolve("checkpoints"));
    boolean anywhere = damage == Damage.BIT_FLIPPED || damage == Damage.CUT_SHORT;
    for (String name : files) {
      Path file = out.resolve(NEWEST).resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < (anywhere ? PLACES : 1); i++) {
        damage.to(file, random);
        requireFallsBack(store, out, damage + " " + name + ", try " + i);
        Files.deleteIfExists(file);
        Files.write(file, whole);
      }
    }
    assertEquals(out.resolve(NEWEST), store.newestSound().orElseThrow(), "mended, it serves");
  }

  private static void requireFallsBack(CheckpointStore store, Path out, String what)
      throws IOException {
    try (Warnings log = new Warnings(CheckpointStore.class)) {
      assertEquals(out.resolve(BEFORE), store.newestSound().orElseThrow(), what);
      assertEquals(1, log.lines().size(), what + ": " + log.lines());
      assertTrue(log.lines().get(0).contains("step-000006 is damaged: "), log.lines().get(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theResumedRunEndsInTheSameBytes(Damage damage) throws IOException {
    Path out = copy();
    String name = files.get(random.nextInt(files.size()));
    damage.to(out.resolve(NEWEST).resolve(name), random);
    requireSameEnd(out);
  }

  /** As a shell leaves it that was told to write an archive there. */
  @Test
  void aCheckpointThatIsAFileIsDamaged() throws IOException {
    for (byte[] content : List.of(new byte[0], new byte[1 << 20])) {
      Path out = copy();
      delete(out.resolve(NEWEST));
      Files.write(out.resolve(NEWEST), content);
      requireSameEnd(out);
      remove();
    }
  }

  @Test
  void aCheckpointThatIsGoneOrEmptyIsDamaged() throws IOException {
    for (boolean gone : new boolean[] {true, false}) {
      Path out = copy();
      delete(out.resolve(NEWEST));
      if (!gone) {
        Files.createDirectory(out.resolve(NEWEST));
      }
      requireSameEnd(out);
      remove();
    }
  }

  /** Two in a row, and what a killed write left beside them. */
  @Test
  void theFirstSoundOneServes() throws IOException {
    Path out = folder.resolve("damaged");
    damaged = out;
    RunConfig often = runs.with("train.ema_decay=0.9", "checkpoint.every_steps=2");
    runs.stopAt(often, 6, out);
    Damage.BIT_FLIPPED.to(out.resolve(NEWEST).resolve("optimizer.safetensors"), random);
    Damage.CUT_SHORT.to(out.resolve(BEFORE).resolve("open_clip_model.safetensors"), random);
    Path half = Files.createDirectory(out.resolve("checkpoints/.step-000008.new"));
    Files.copy(
        out.resolve(NEWEST).resolve("optimizer.safetensors"),
        half.resolve("optimizer.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    try (Warnings log = new Warnings(CheckpointStore.class)) {
      runs.resume(config, out);
      assertEquals(2, log.lines().size(), log.lines().toString());
    }
    TinyRuns.assertSameCheckpoint(straight, out);
  }

  private void requireSameEnd(Path out) throws IOException {
    byte[] before = Files.readAllBytes(out.resolve(BEFORE).resolve("optimizer.safetensors"));
    try (Warnings log = new Warnings(CheckpointStore.class)) {
      runs.resume(config, out);
      assertTrue(!log.lines().isEmpty(), "it is said");
    }
    TinyRuns.assertSameCheckpoint(straight, out);
    assertEquals(TinyRuns.steps(straight), TinyRuns.steps(out));
    assertArrayEquals(
        before, Files.readAllBytes(out.resolve(BEFORE).resolve("optimizer.safetensors")));
  }
}
