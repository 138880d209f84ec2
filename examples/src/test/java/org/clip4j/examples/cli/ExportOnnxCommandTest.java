package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx.ModelProto;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ExportOnnxCommandTest {

  private static final ModelSpec SPEC =
      ModelSpec.of(
          new ModelConfig(
              8, true, new VisionConfig(16, 8, 32, 1, 16, 4), new TextConfig(12, 50, 16, 2, 1, 4)),
          PreprocessConfig.clip(16));

  @TempDir private Path folder;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    model = Files.createDirectory(folder.resolve("model"));
    out = folder.resolve("made/onnx");
    try (ClipModel tiny = new ClipModel(SPEC, DataType.FLOAT, false)) {
      tiny.initialize(1);
      tiny.save(model, CheckpointLayout.OPEN_CLIP);
    }
  }

  private CommandRun export(String... more) {
    String[] args = {"export-onnx", model.toString(), out.toString()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void writesBothEncodersAndTellsOfThem() throws IOException {
    CommandRun run = export();
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.out().matches("(?s).*visual.onnx +0\\.\\d  pixel_values \\[batch, 3, 16, 16\\] .*"),
        run.out());
    assertTrue(run.out().contains("text_features [batch, 8]"), run.out());
    ModelProto textual = ModelProto.parseFrom(Files.readAllBytes(out.resolve("textual.onnx")));
    assertEquals("clip4j", textual.getProducerName());
    assertEquals("input_ids", textual.getGraph().getInput(0).getName());
  }

  @Test
  void anEarlierExportIsReplacedOnlyByForce() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("textual.onnx"), "mine");
    CommandRun refused = export();
    assertEquals(1, refused.exitCode());
    assertTrue(
        refused.err().startsWith("clip4j: " + out.resolve("textual.onnx") + ": is there already"),
        refused.err());
    assertTrue(refused.err().contains("--force"), refused.err());
    assertEquals("mine", Files.readString(out.resolve("textual.onnx")));
    assertFalse(Files.exists(out.resolve("visual.onnx")));

    CommandRun run = export("--force");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(Files.size(out.resolve("textual.onnx")) > 1000);
  }

  @Test
  void mistakesAreTold() {
    CommandRun none = CommandRun.of("export-onnx", folder.toString(), out.toString());
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("there is no model here"), none.err());
    CommandRun missing = CommandRun.of("export-onnx", model.toString());
    assertEquals(2, missing.exitCode());
    assertTrue(missing.err().contains("OUT_DIR"), missing.err());
  }
}
