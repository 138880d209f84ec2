package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.clip4j.core.parameters.Parameter;
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

class ConvertCommandTest {

  private static final VisionConfig VISION = new VisionConfig(16, 8, 32, 1, 16, 4);

  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    in = folder.resolve("in");
    out = folder.resolve("new/out");
    ModelConfig config = new ModelConfig(8, true, VISION, new TextConfig(8, 49408, 4, 2, 1, 4));
    write(ModelSpec.of(config, PreprocessConfig.clip(16)), in);
  }

  private static void write(ModelSpec spec, Path to) throws IOException {
    try (ClipModel model = new ClipModel(spec, DataType.FLOAT, false)) {
      model.initialize(2);
      model.save(to, CheckpointLayout.OPEN_CLIP);
    }
  }

  @Test
  void thereAndBackAgain() throws IOException {
    CommandRun there = run("--from", "open_clip", "--to", "hf", in.toString(), out.toString());
    assertEquals(0, there.exitCode(), there.err());
    assertTrue(there.out().contains("as F32 in " + out.resolve("model.safetensors")), there.out());
    assertEquals(
        Set.of(
            "config.json",
            "merges.txt",
            "model.safetensors",
            "preprocessor_config.json",
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "vocab.json"),
        names(out));
    assertEquals(Set.of("out"), names(out.getParent()));
    Path back = folder.resolve("back");
    assertEquals(0, run("--to", "open_clip", out.toString(), back.toString()).exitCode());
    assertEquals(names(in), names(back));
    for (String file : names(in)) {
      assertEquals(-1, Files.mismatch(in.resolve(file), back.resolve(file)), file);
    }
  }

  @Test
  void aRunStandsForItsLastCheckpoint() throws IOException {
    Path checkpoints = Files.createDirectories(folder.resolve("run/checkpoints"));
    Path checkpoint = Files.move(in, checkpoints.resolve("step-000004"));
    Files.writeString(checkpoint.resolve("trainer_state.json"), "{}");
    Files.writeString(checkpoints.resolve("last"), "step-000004\n");
    CommandRun run = run("--to", "open_clip", folder.resolve("run").toString(), out.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(Set.of("open_clip_config.json", "open_clip_model.safetensors"), names(out));
  }

  @Test
  void weightsAreRounded() throws IOException {
    assertEquals(0, run("--to", "hf", "--dtype", "bf16", in.toString(), out.toString()).exitCode());
    try (ClipModel model = ClipModel.load(in);
        ClipModel read = ClipModel.load(out)) {
      for (Parameter p : model.parameters().all()) {
        for (long i = 0; i < Math.min(p.length(), 50); i++) {
          double expected = p.value().get(i);
          double actual = read.parameters().find(p.name()).orElseThrow().value().get(i);
          assertEquals(expected, actual, Math.abs(expected) / 256, p.name());
          assertEquals(0, Float.floatToIntBits((float) actual) & 0xffff, p.name());
        }
      }
    }
  }

  @Test
  void anotherSizeIsGivenToTheWholeModel() throws IOException {
    CommandRun run =
        run(
            "--to",
            "open_clip",
            "--image-size",
            "32",
            "--context-length",
            "5",
            in.toString(),
            out.toString());
    assertEquals(0, run.exitCode(), run.err());
    try (ClipModel read = ClipModel.load(out)) {
      assertEquals(32, read.config().visionCfg().imageSize());
      assertEquals(5, read.config().textCfg().contextLength());
      assertEquals(32, read.spec().requirePreprocess().size());
      assertEquals(
          17, read.parameters().find("visual.positional_embedding").orElseThrow().shape()[0]);
    }
    Path odd = folder.resolve("odd");
    CommandRun uneven = run("--to", "hf", "--image-size", "33", in.toString(), odd.toString());
    assertEquals(0, uneven.exitCode(), uneven.err());
    try (ClipModel read = ClipModel.load(odd)) {
      assertEquals(33, read.config().visionCfg().imageSize());
      assertEquals(
          17, read.parameters().find("visual.positional_embedding").orElseThrow().shape()[0]);
    }
    CommandRun tiny =
        run("--to", "hf", "--image-size", "7", in.toString(), folder.resolve("tiny").toString());
    assertEquals(1, tiny.exitCode());
    assertTrue(tiny.err().contains("patch_size 8 is larger than image_size 7"), tiny.err());
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    Path bare = folder.resolve("bare");
    write(ModelSpec.of(new ModelConfig(8, true, VISION, new TextConfig(8, 50, 4, 2, 1, 4))), bare);
    CommandRun run = run("--to", "hf", bare.toString(), out.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(Set.of("config.json", "model.safetensors"), names(out));
    assertTrue(run.out().contains("does not say how it wants its pictures"), run.out());
    assertTrue(run.out().contains("without a tokenizer"), run.out());
  }

  @Test
  void nothingIsOverwrittenAndAFailureLeavesNothing() throws IOException {
    CommandRun taken = run("--to", "hf", in.toString(), in.toString());
    assertEquals(1, taken.exitCode());
    assertTrue(taken.err().contains("in: is not empty; give another name"), taken.err());
    Path file = Files.createFile(folder.resolve("file"));
    assertTrue(run("--to", "hf", in.toString(), file.toString()).err().contains("is no folder"));
    Path weights = in.resolve("open_clip_model.safetensors");
    Files.write(weights, java.util.Arrays.copyOf(Files.readAllBytes(weights), 5000));
    assertEquals(1, run("--to", "hf", in.toString(), out.toString()).exitCode());
    assertFalse(Files.exists(out));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(1, run("--to", "hf", folder.toString(), empty.toString()).exitCode());
    assertEquals(Set.of(), names(empty));
  }

  @Test
  void wrongUsageIsToldWithWhatIsKnown() {
    CommandRun layout = run("--to", "onnx", in.toString(), out.toString());
    assertEquals(2, layout.exitCode());
    assertTrue(layout.err().contains("--to onnx: expected hf or open_clip"), layout.err());
    CommandRun dtype = run("--to", "hf", "--dtype", "int8", in.toString(), out.toString());
    assertEquals(2, dtype.exitCode());
    assertTrue(dtype.err().contains("expected bf16 or f16 or f32"), dtype.err());
    CommandRun from = run("--from", "hf", "--to", "hf", in.toString(), out.toString());
    assertEquals(1, from.exitCode());
    assertTrue(from.err().contains("config.json"), from.err());
  }

  private static CommandRun run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "convert";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandRun.of(all);
  }

  private static Set<String> names(Path of) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(of)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}
