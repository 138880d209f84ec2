package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.loader.LoaderException;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose shards come from a web server that loses every third connection. */
@Tag("long")
class RemoteRunTest {

  @TempDir private Path folder;
  private TinyRuns runs;
  private FolderServer server;
  private RunConfig files;

  @BeforeEach
  void prepare() throws IOException {
    files = TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
    server = new FolderServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RunConfig reading(String train, String held) throws IOException {
    return runs.with("data.train=[" + train + "]", "eval.data=[" + held + "]");
  }

  private Path train(RunConfig config, String name) throws IOException {
    Path out = folder.resolve(name);
    runs.train(config, out);
    return out;
  }

  private static CompletableFuture<Long> running(Trainer trainer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return trainer.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void learnsTheSameBitsAsFromFiles() throws IOException {
    Path plain = train(files, "files");
    RunConfig remote =
        reading(
            "'" + server.url("tiny-000000.tar") + "::tiny-000001.tar'",
            "'" + server.url("tiny-000000.tar") + "'");
    Path mixed = train(remote, "mixed");
    for (String file : List.of("open_clip_model.safetensors", "optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(plain.resolve("checkpoints/last/" + file)),
          Files.readAllBytes(mixed.resolve("checkpoints/last/" + file)),
          file);
    }
    assertTrue(server.requests() > 2);
    RunConfig written = RunConfig.read(mixed.resolve("config.yaml"), List.of());
    assertEquals(
        List.of(server.url("tiny-000000.tar"), "../tiny-000001.tar"), written.data().train());
    assertTrue(
        Files.readString(mixed.resolve("checkpoints/last/trainer_state.json"))
            .contains(DataFingerprint.BY_VERSION));
  }

  /** The folder is a store's bucket as well: what it is asked for is the same but for headers. */
  @Test
  void aConfigurationNamesItsStoreOfS3() throws IOException {
    Path plain = train(files, "files");
    String bucket = folder.getFileName().toString();
    String shards = "s3://" + bucket + "/tiny-{000000..000001}.tar";
    try (FolderServer store = new FolderServer(folder.getParent())) {
      RunConfig remote =
          RunConfig.read(
              folder.resolve("tiny.yaml"),
              List.of(
                  "data.train=['" + shards + "']",
                  "eval.data=['" + shards + "']",
                  "data.s3={endpoint: '" + store.url("") + "', anonymous: true}"));
      Path out = train(remote, "stored");
      assertTrue(store.requests() > 2);
      String weights = "checkpoints/last/open_clip_model.safetensors";
      assertArrayEquals(
          Files.readAllBytes(plain.resolve(weights)), Files.readAllBytes(out.resolve(weights)));
      RunConfig written = RunConfig.read(out.resolve("config.yaml"), List.of());
      assertEquals(store.url(""), written.data().s3().endpoint());
      assertTrue(
          !Files.readString(out.resolve("checkpoints/last/trainer_state.json")).contains("s3"),
          "another store with the same shards is the same run");
    }
  }

  @Test
  void copiesAreKeptWhereAsked() throws IOException {
    RunConfig remote = reading("'" + server.url("tiny-{000000..000001}.tar") + "'", "");
    train(remote, "straight");
    Path copies = folder.resolve("copies");
    RunConfig cached =
        RunConfig.read(
            folder.resolve("straight/config.yaml"), List.of("data.shard_cache=../copies"));
    int before = server.requests();
    try (Trainer trainer =
        Trainer.start(
            cached, folder.resolve("straight"), folder.resolve("cached"), Progress.NONE)) {
      trainer.run();
    }
    assertTrue(server.requests() - before <= 5, "fetched once, lost connections apart");
    try (Stream<Path> files = Files.list(copies)) {
      assertEquals(2, files.filter(f -> f.toString().endsWith(".shard")).count());
    }
    for (String file : List.of("open_clip_model.safetensors", "trainer_state.json")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("straight/checkpoints/last/" + file)),
          Files.readAllBytes(folder.resolve("cached/checkpoints/last/" + file)),
          file);
    }
  }

  /** A server that says nothing does not keep a run from its checkpoint. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aStopIsHeardWhileTheServerSaysNothing() throws Exception {
    Path plain = train(files, "files");
    RunConfig remote = reading("'" + server.url("tiny-{000000..000001}.tar") + "'", "");
    Path out = folder.resolve("stalled");
    server.stall("tiny-000001.tar");
    try (Trainer trainer = Trainer.start(remote, folder, out, Progress.NONE)) {
      CompletableFuture<Long> run = running(trainer);
      server.awaitStall();
      // What was read before may be learned from first.
      Thread.sleep(500);
      trainer.requestStop();
      assertTrue(run.get(8, TimeUnit.SECONDS) < 12);
    }
    assertTrue(Files.exists(out.resolve("checkpoints/last/trainer_state.json")));
    assertEquals(0, Files.size(out.resolve("quarantine.jsonl")), "no shard is damaged");
    server.answerAgain();
    runs.resume(remote, out);
    String weights = "checkpoints/last/open_clip_model.safetensors";
    assertArrayEquals(
        Files.readAllBytes(plain.resolve(weights)), Files.readAllBytes(out.resolve(weights)));
  }

  /** The evaluation that was given up is made by the run that goes on. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aStopIsHeardWhileAnEvaluationsShardStalls() throws Exception {
    Path held = Files.copy(folder.resolve("tiny-000000.tar"), folder.resolve("held.tar"));
    RunConfig run =
        runs.with(
            "eval.data=['" + server.url(held.getFileName().toString()) + "']",
            "eval.every_steps=6");
    Path plain = train(run, "plain");
    Path out = folder.resolve("stopped");
    server.stall("held.tar");
    try (Trainer trainer = Trainer.start(run, folder, out, Progress.NONE)) {
      CompletableFuture<Long> steps = running(trainer);
      server.awaitStall();
      Thread.sleep(500);
      assertFalse(steps.isDone());
      trainer.requestStop();
      assertEquals(6, steps.get(3, TimeUnit.SECONDS));
    }
    assertTrue(Files.exists(out.resolve("checkpoints/step-000006/trainer_state.json")));
    server.answerAgain();
    runs.resume(run, out);
    TinyRuns.assertSameCheckpoint(plain, out);
    assertEquals(TinyRuns.steps(plain), TinyRuns.steps(out));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void anEvaluationWaitsAsLongAsTheRunDoes() throws IOException {
    Files.copy(folder.resolve("tiny-000000.tar"), folder.resolve("held.tar"));
    RunConfig run =
        runs.with(
            "eval.data=['" + server.url("held.tar") + "']",
            "eval.every_steps=6",
            "data.stall_seconds=1");
    Path out = folder.resolve("stalled");
    server.stall("held.tar");
    try (Trainer trainer = Trainer.start(run, folder, out, Progress.NONE)) {
      String line = assertThrows(LoaderException.class, trainer::run).getMessage();
      assertTrue(line.startsWith("no usable pair for 1 s (data.stall_seconds)"), line);
      assertTrue(line.contains("held.tar"), line);
    }
    assertTrue(Files.exists(out.resolve("checkpoints/step-000006/trainer_state.json")));
  }

  @Test
  void aShardThatIsNotThereIsSaidBeforeAnyWork() throws IOException {
    RunConfig config = reading("'" + server.url("tiny-{000000..000002}.tar") + "'", "");
    Path out = folder.resolve("out");
    IOException e =
        assertThrows(
            IOException.class, () -> Trainer.start(config, folder, out, Progress.NONE).close());
    assertTrue(
        e.getMessage().startsWith("data.train: " + server.url("tiny-000002.tar")), e.getMessage());
    assertTrue(Files.notExists(out));
  }

  @Test
  void standardInputCannotBeResumed() throws IOException {
    Path out = train(files, "out");
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> Trainer.resume(reading("'-'", ""), folder, out, Progress.NONE).close());
    assertTrue(e.getMessage().contains("standard input"), e.getMessage());
    // Nor where there is nothing yet to go on from: the next time there would be.
    Path fresh = folder.resolve("fresh");
    assertThrows(
        ConfigException.class,
        () -> Trainer.resume(reading("'-'", ""), folder, fresh, Progress.NONE).close());
    RunConfig held = reading("tiny-000000.tar", "'-'");
    ConfigException once =
        assertThrows(
            ConfigException.class, () -> Trainer.start(held, folder, fresh, Progress.NONE).close());
    assertTrue(once.getMessage().startsWith("eval.data names standard input"), once.getMessage());
    assertTrue(Files.notExists(fresh));
  }
}
