package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.core.Version;
import org.clip4j.core.json.ConfigException;
import org.clip4j.train.config.RunConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's folder tells of how the run was begun and gone on with. */
class RunVersionsTest {

  @TempDir private Path folder;
  private TinyRuns runs;
  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    TinyRun.prepare(folder);
    runs = new TinyRuns(folder);
    out = folder.resolve("out");
  }

  private List<JsonNode> lines() throws IOException {
    return TinyRuns.lines(out, "versions.jsonl");
  }

  /** A run that dies in its first step is told of, too. */
  @Test
  void configurationVersionsAndDataAreThereBeforeTheFirstStep() throws IOException {
    List<JsonNode> seen = new ArrayList<>();
    Progress looking =
        new Progress() {
          @Override
          public void begin(long step, long steps) {
            try {
              assertTrue(Files.exists(out.resolve("config.yaml")));
              seen.addAll(lines());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void step(long step, double loss, double samplesPerSecond) {}
        };
    try (Trainer trainer = Trainer.start(runs.with("train.steps=1"), folder, out, looking)) {
      trainer.run();
    }
    assertEquals(1, seen.size());
    JsonNode line = seen.get(0);
    assertEquals(0, line.get("step").asInt());
    assertEquals(Version.current(), line.get("clip4j").asText());
    assertTrue(line.get("java").asText().contains(Runtime.version().toString()));
    assertTrue(line.get("nd4j").asText().startsWith("1.0.0"), line.toString());
    assertTrue(line.get("products").asText().matches("(OpenBLAS|oneDNN) \\d.*"), line.toString());
    JsonNode state =
        new ObjectMapper().readTree(out.resolve("checkpoints/last/trainer_state.json").toFile());
    assertEquals(state.get("data_fingerprint"), line.get("data_fingerprint"));
    assertEquals(2, line.get("threads").asInt());
  }

  @Test
  void aResumedRunAddsItsOwnAndSaysWhatChanged() throws IOException {
    runs.stopAt(runs.with(), 6, out);
    Path file = out.resolve("versions.jsonl");
    String begun = Files.readString(file);
    String java = lines().get(0).get("java").asText();
    Files.writeString(file, begun.replace(java, "Another VM 11"));
    try (Warnings warnings = new Warnings(Trainer.class)) {
      runs.resume(runs.with(), out);
      assertEquals(
          List.of("java was Another VM 11 and is " + java + ": the bits may differ"),
          warnings.lines());
    }
    assertEquals(List.of(0, 6), lines().stream().map(l -> l.get("step").asInt()).toList());
    try (Warnings warnings = new Warnings(Trainer.class)) {
      runs.resume(runs.with(), out);
      assertEquals(List.of(), warnings.lines());
    }
    assertEquals(3, lines().size());
  }

  @Test
  void whatIsNoLineIsSaidAndEndsNoRun() throws IOException {
    runs.stopAt(runs.with(), 6, out);
    Files.writeString(out.resolve("versions.jsonl"), "{\"step\": 0, \"ja");
    try (Warnings warnings = new Warnings(RunVersions.class)) {
      runs.resume(runs.with(), out);
      assertTrue(warnings.lines().get(0).contains("no JSON"), warnings.lines().toString());
    }
    assertEquals(1, lines().size());
  }

  @Test
  void theConfigurationBeforeStaysWhereARunGoesOnByAnother() throws IOException {
    runs.stopAt(runs.with(), 6, out);
    String begun = Files.readString(out.resolve("config.yaml"));
    Path before = out.resolve("config-until-000006.yaml");
    try (Trainer trainer = Trainer.resume(runs.with(), folder, out, Progress.NONE)) {
      trainer.requestStop();
      assertEquals(6, trainer.run());
    }
    assertFalse(Files.exists(before), "it is the same");
    RunConfig slower = runs.with("optim.lr=0.001");
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> Trainer.resume(slower, folder, out, Progress.NONE));
    assertTrue(e.getMessage().contains("optim.lr is 0.001, expected "), e.getMessage());
    assertTrue(e.getMessage().endsWith("add --with-changes"), e.getMessage());
    runs.resumeWithChanges(slower, out);
    assertEquals(begun, Files.readString(before));
    assertTrue(Files.readString(out.resolve("config.yaml")).contains("lr: 0.001"));
  }
}
