package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.loader.PairFields;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where a command looks for captions that a run was taught with. */
class CaptionOptionsTest {

  private static final PairFields OF_THE_RUN =
      new PairFields(
          PairFields.DEFAULT.pictures(), List.of("cap", "json"), List.of("texts"), true, true);

  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void write() throws IOException {
    run = folder.resolve("run");
    Files.createDirectories(run.resolve("checkpoints/step-000001/ema"));
    Files.createSymbolicLink(run.resolve("checkpoints/last"), Path.of("step-000001"));
    // The filter and the loss need not be there where it is tried.
    Files.writeString(
        run.resolve("config.yaml"),
        """
        model: ViT-B-32
        loss: {name: elsewhere}
        data:
          train: [a.tar]
          filter: {custom: [elsewhere]}
          caption: {parts: [cap, json], json_keys: [texts], every_part: true, lines: true}
        """);
  }

  private static PairFields fields(Path model, String... args) throws IOException {
    CaptionOptions options = new CaptionOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("captions", mixin(options)))
        .parseArgs(args);
    return options.fields(model);
  }

  private static CommandLine.Model.CommandSpec mixin(CaptionOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  @Test
  void areWhereTheRunHadThem() throws IOException {
    for (String named : List.of("", "checkpoints/last", "checkpoints/step-000001/ema")) {
      assertEquals(OF_THE_RUN, fields(run.resolve(named)), named);
    }
  }

  @Test
  void optionsGoBefore() throws IOException {
    PairFields fields =
        fields(run, "--caption-parts", "txt", "--json-keys", "b", "--caption-lines=false");
    assertEquals(List.of("txt"), fields.captions());
    assertEquals(List.of("b"), fields.jsonKeys());
    assertTrue(fields.everyPart() && !fields.lines());
    assertTrue(fields(folder, "--caption-lines").lines());
  }

  @Test
  void anotherModelHasTheUsualOnes() throws IOException {
    assertEquals(PairFields.DEFAULT, fields(folder));
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.copy(run.resolve("config.yaml"), model.resolve("config.yaml"));
    assertEquals(PairFields.DEFAULT, fields(model), "no run's folder");
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> fields(model, "--caption-parts", "TXT"));
    assertTrue(thrown.getMessage().contains("--caption-parts"), thrown.getMessage());
  }

  @Test
  void whatTheRunSaysWrongIsToldWithItsFile() throws IOException {
    Files.writeString(run.resolve("config.yaml"), "data: {caption: {part: [txt]}}");
    String line = assertThrows(ConfigException.class, () -> fields(run)).getMessage();
    assertTrue(line.contains("config.yaml") && line.contains("data.caption.part"), line);
  }
}
