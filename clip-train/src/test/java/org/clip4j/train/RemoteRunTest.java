package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clip4j.core.json.ConfigException;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose shards come from a web server that loses every third connection. */
class RemoteRunTest {

  @TempDir private Path folder;
  private FolderServer server;
  private RunConfig files;

  @BeforeEach
  void prepare() throws IOException {
    files = TinyRun.prepare(folder);
    server = new FolderServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RunConfig reading(String train, String held) throws IOException {
    return RunConfig.read(
        folder.resolve("tiny.yaml"),
        List.of("data.train=[" + train + "]", "eval.data=[" + held + "]"));
  }

  private Path train(RunConfig config, String name) throws IOException {
    Path out = folder.resolve(name);
    try (Trainer trainer = Trainer.start(config, folder, out, Progress.NONE)) {
      assertEquals(12, trainer.run());
    }
    return out;
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
        List.of(server.url("tiny-000000.tar") + "::../tiny-000001.tar"), written.data().train());
    assertTrue(
        Files.readString(mixed.resolve("checkpoints/last/trainer_state.json"))
            .contains(DataFingerprint.BY_VERSION));
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
  }
}
