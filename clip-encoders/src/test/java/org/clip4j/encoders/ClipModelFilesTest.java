package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClipModelFilesTest {

  private static final ModelConfig CONFIG = ModelFolder.CONFIG;

  @TempDir private Path folder;

  @Test
  void theFolderOfARunSaysWhereItsModelIs() throws IOException {
    Path last = folder.resolve("checkpoints/last");
    try (ClipModel model = ModelFolder.model()) {
      model.save(last, CheckpointLayout.OPEN_CLIP);
    }
    NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> ClipModel.load(folder));
    assertEquals(
        folder
            + ": there is no model here; it is the folder of a run: take its checkpoint, "
            + last,
        e.getMessage());
    ClipModel.load(last).close();
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("checkpoints"));
    Path name = Files.writeString(other.resolve("checkpoints/last"), "step-000004\n");
    NoSuchFileException named =
        assertThrows(NoSuchFileException.class, () -> ClipModel.load(other));
    assertTrue(
        named.getMessage().endsWith("take the checkpoint named in " + name), named.getMessage());
  }

  @ParameterizedTest
  @EnumSource(CheckpointLayout.class)
  void whatIsWrittenIsReadAgain(CheckpointLayout layout) throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder.resolve("new"), layout);
      try (ClipModel read = ClipModel.load(folder.resolve("new"))) {
        assertEquals(ModelFolder.SPEC, read.spec());
        assertSame(model, read);
      }
      try (ClipModel read = ClipModel.load(folder.resolve("new"), DataType.DOUBLE, true)) {
        assertEquals(DataType.DOUBLE, read.parameters().type());
        for (Parameter p : model.parameters().all()) {
          INDArray wide = p.value().array().castTo(DataType.DOUBLE);
          assertEquals(wide, array(read, p.name()), p.name());
        }
        read.parameters().zeroGradients();
      }
    }
  }

  @Test
  void anotherModelIsRefusedWithTheDifferenceNamed() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder, CheckpointLayout.OPEN_CLIP);
    }
    VisionConfig vision = CONFIG.visionCfg();
    TextConfig text = CONFIG.textCfg();
    PreprocessConfig preprocess = PreprocessConfig.clip(16);
    assertOther(
        ModelSpec.of(new ModelConfig(8, false, vision, text), preprocess),
        "model_cfg.quick_gelu is true, expected false");
    assertOther(
        ModelSpec.of(
            new ModelConfig(8, true, vision, new TextConfig(8, 49408, 16, 2, 1, 4)), preprocess),
        "model_cfg.text_cfg.vocab_size is 50, expected 49408");
    assertOther(
        ModelSpec.of(
            new ModelConfig(8, true, new VisionConfig(16, 8, 32, 1, 8, 4), text), preprocess),
        "model_cfg.vision_cfg.head_width is 16, expected 8");
    assertOther(
        ModelSpec.of(CONFIG.resized(32, 8), preprocess.withSize(32)),
        "model_cfg.vision_cfg.image_size is 16, expected 32");
    PreprocessConfig grey =
        new PreprocessConfig(
            16,
            preprocess.mean(),
            preprocess.std(),
            preprocess.interpolation(),
            preprocess.resizeMode(),
            127);
    assertOther(ModelSpec.of(CONFIG, grey), "preprocess_cfg.fill_color is 0, expected 127");
    ConfigException e =
        assertThrows(ConfigException.class, () -> readInto(ModelSpec.of(CONFIG)), "no preprocess");
    assertTrue(e.getMessage().contains("preprocess_cfg is {"), e.getMessage());
    assertTrue(e.getMessage().endsWith("expected absent"), e.getMessage());
    readInto(ModelFolder.SPEC);
  }

  private void assertOther(ModelSpec spec, String difference) {
    ConfigException e = assertThrows(ConfigException.class, () -> readInto(spec));
    assertTrue(e.getMessage().endsWith(": " + difference), e.getMessage());
  }

  private void readInto(ModelSpec spec) throws IOException {
    try (ClipModel other = new ClipModel(spec, DataType.FLOAT, false)) {
      other.readWeights(folder);
    }
  }

  @Test
  void tensorsThatDoNotFitAreNamed() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      Map<String, INDArray> tensors = ModelFolder.tensors(model);
      INDArray projection = tensors.remove("visual.proj");
      assertRefused(tensors, "visual.proj is missing");
      tensors.put("visual.proj", Nd4j.zeros(DataType.FLOAT, 32, 9));
      assertRefused(tensors, "visual.proj is [32, 9], the model needs [32, 8]");
      tensors.put("visual.proj", Nd4j.zeros(DataType.INT, 32, 8));
      assertRefused(tensors, "visual.proj is I32, expected one of F32, F16, BF16, F64");
      tensors.put("visual.proj", projection);
      tensors.put("visual.extra", projection);
      assertRefused(tensors, "no parameter called visual.extra");
    }
  }

  @Test
  void valuesThatAreNoNumbersAreNamed() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      Map<String, INDArray> tensors = ModelFolder.tensors(model);
      INDArray bias = tensors.get("visual.ln_post.bias").dup();
      tensors.put("visual.ln_post.bias", bias);
      bias.putScalar(3, Float.NaN);
      assertRefused(tensors, "visual.ln_post.bias value 3 is NaN");
      bias.putScalar(3, Float.NEGATIVE_INFINITY);
      assertRefused(tensors, "visual.ln_post.bias value 3 is -Infinity");
      tensors.put("visual.ln_post.bias", bias.castTo(DataType.BFLOAT16));
      assertRefused(tensors, "visual.ln_post.bias value 3 is -Infinity");
      tensors.put("visual.ln_post.bias", bias.castTo(DataType.DOUBLE));
      assertRefused(tensors, "visual.ln_post.bias value 3 is -Infinity");
    }
  }

  private void assertRefused(Map<String, INDArray> tensors, String message) throws IOException {
    ModelFolder.write(folder, tensors);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ClipModel.load(folder));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith(folder.toString()), e.getMessage());
  }

  @Test
  void everyTypeOfFloatIsReadAndBuffersArePassedOver() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      DataType[] types = {DataType.HALF, DataType.BFLOAT16, DataType.DOUBLE, DataType.FLOAT};
      Map<String, INDArray> tensors = new HashMap<>();
      int i = 0;
      for (Parameter p : model.parameters().all()) {
        INDArray stored = p.value().array().castTo(types[i++ % types.length]);
        tensors.put(p.name(), stored);
        p.value().array().assign(stored.castTo(DataType.FLOAT));
      }
      tensors.put("attn_mask", Nd4j.valueArrayOf(new long[] {8, 8}, Float.NEGATIVE_INFINITY));
      tensors.put("visual.position_ids", Nd4j.zeros(DataType.LONG, 1, 5));
      ModelFolder.write(folder, tensors);
      try (ClipModel read = ClipModel.load(folder)) {
        assertSame(model, read);
      }
    }
  }

  @Test
  void theLogitScaleMayBeAVectorOfOne() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      Map<String, INDArray> tensors = ModelFolder.tensors(model);
      tensors.put("logit_scale", Nd4j.createFromArray(1.5f));
      ModelFolder.write(folder, tensors);
    }
    try (ClipModel read = ClipModel.load(folder)) {
      assertEquals(1.5, read.logitScale().value().get(0));
    }
  }

  @Test
  void weightsMayBeDividedOverFiles() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder, CheckpointLayout.OPEN_CLIP);
      Files.delete(folder.resolve("open_clip_model.safetensors"));
      Map<String, Map<String, INDArray>> shards = new HashMap<>();
      ObjectNode index = StrictReader.write(Map.of());
      ObjectNode places = index.putObject("weight_map");
      for (Map.Entry<String, INDArray> tensor : ModelFolder.tensors(model).entrySet()) {
        String file = "part-" + Math.floorMod(tensor.getKey().hashCode(), 3) + ".safetensors";
        shards.computeIfAbsent(file, f -> new HashMap<>()).put(tensor.getKey(), tensor.getValue());
        places.put(tensor.getKey(), file);
      }
      for (Map.Entry<String, Map<String, INDArray>> shard : shards.entrySet()) {
        Safetensors.write(folder.resolve(shard.getKey()), shard.getValue(), Map.of());
      }
      Files.writeString(
          folder.resolve("open_clip_model.safetensors.index.json"), StrictReader.print(index));
      assertEquals(3, shards.size());
      try (ClipModel read = ClipModel.load(folder)) {
        assertSame(model, read);
      }
    }
  }

  @Test
  void aModelWithoutPreprocessingRefusesOnlyPictures() throws IOException {
    try (ClipModel model = new ClipModel(CONFIG, DataType.FLOAT, false)) {
      model.initialize(1);
      model.save(folder, CheckpointLayout.OPEN_CLIP);
    }
    try (ClipModel read = ClipModel.load(folder);
        Embedder embedder = new Embedder(read)) {
      assertEquals(Optional.empty(), read.spec().preprocess());
      assertEquals(2, embedder.embedPixels(new float[2 * 3 * 16 * 16], 2).rows());
      IllegalStateException pictures =
          assertThrows(IllegalStateException.class, read.spec()::requirePreprocess);
      assertTrue(pictures.getMessage().contains("preprocess_cfg"), pictures.getMessage());
      IllegalStateException texts =
          assertThrows(
              IllegalStateException.class,
              () -> embedder.embedTexts(java.util.List.of("a sentence")));
      assertTrue(texts.getMessage().contains("its vocab_size is 50"), texts.getMessage());
    }
  }

  @Test
  void positionsAreResizedForAnotherSize() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder, CheckpointLayout.OPEN_CLIP);
      Checkpoint checkpoint = Checkpoint.open(folder);
      ModelSpec larger = checkpoint.spec().resized(40, 12);
      try (ClipModel read = ClipModel.load(checkpoint, larger, DataType.FLOAT, false)) {
        assertEquals(40, read.spec().requirePreprocess().size());
        INDArray image = array(read, "visual.positional_embedding");
        assertEquals(1 + 5 * 5, image.rows());
        assertEquals(12, array(read, "positional_embedding").rows());
        assertEquals(array(model, "visual.positional_embedding").getRow(0), image.getRow(0));
        assertEquals(array(model, "visual.proj"), array(read, "visual.proj"));
      }
    }
  }

  @Test
  void positionsThatMakeNoSquareAreRefused() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      Map<String, INDArray> tensors = ModelFolder.tensors(model);
      tensors.put("visual.positional_embedding", Nd4j.zeros(DataType.FLOAT, 7, 32));
      assertRefused(tensors, "6 patches are no square grid");
      tensors.put("visual.positional_embedding", Nd4j.zeros(DataType.FLOAT, 5, 16));
      assertRefused(tensors, "only the number of positions may differ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'layers':1 -> 'layers':1000000000 -> layers is to be at most",
        "'layers':1 -> 'layers':1000 -> is missing",
        "'width':32 -> 'width':2147483648 -> vision_cfg",
        "'width':32 -> 'width':65536 -> the model needs",
        "'image_size':16 -> 'image_size':8192 -> larger than the whole checkpoint",
        "'context_length':8 -> 'context_length':65536 -> larger than the whole checkpoint",
        "'vocab_size':50 -> 'vocab_size':16777216 -> the model needs [16777216, 16]",
        "'mlp_ratio':4.0 -> 'mlp_ratio':1e300 -> mlp_ratio",
        "'mlp_ratio':4.0 -> 'mlp_ratio':1e999 -> mlp_ratio",
      })
  void aConfigurationThatAsksForMoreThanTheFilesHoldAllocatesNothing(String line)
      throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder, CheckpointLayout.OPEN_CLIP);
    }
    String[] parts = line.replace('\'', '"').split(" -> ");
    Path file = folder.resolve("open_clip_config.json");
    String config = Files.readString(file).replace(" ", "");
    assertTrue(config.contains(parts[0]), config);
    Files.writeString(file, config.replaceFirst(parts[0], parts[1]));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ClipModel.load(folder));
    assertTrue(e.getMessage().contains(parts[2]), e.getMessage());
  }

  @Test
  void picklesAreNotReadAndThatIsSaid() throws IOException {
    try (ClipModel model = ModelFolder.model()) {
      model.save(folder, CheckpointLayout.HUGGING_FACE);
    }
    Files.delete(folder.resolve("model.safetensors"));
    NoSuchFileException none =
        assertThrows(NoSuchFileException.class, () -> ClipModel.load(folder));
    assertTrue(none.getMessage().contains("nor an index"), none.getMessage());
    Files.createFile(folder.resolve("pytorch_model.bin"));
    NoSuchFileException pickle =
        assertThrows(NoSuchFileException.class, () -> ClipModel.load(folder));
    assertTrue(pickle.getMessage().contains("PyTorch pickle"), pickle.getMessage());
  }

  @Test
  void aFolderWithoutAModelSaysWhatWasExpected() throws IOException {
    NoSuchFileException none =
        assertThrows(NoSuchFileException.class, () -> ClipModel.load(folder));
    assertTrue(none.getMessage().contains("open_clip_config.json"), none.getMessage());
    Files.writeString(folder.resolve("open_clip_config.json"), "{\"preprocess_cfg\": {}}");
    ConfigException e = assertThrows(ConfigException.class, () -> ClipModel.load(folder));
    assertTrue(e.getMessage().contains("model_cfg is missing"), e.getMessage());
  }

  private static void assertSame(ClipModel expected, ClipModel read) {
    for (Parameter p : expected.parameters().all()) {
      assertEquals(p.value().array(), array(read, p.name()), p.name());
    }
  }

  private static INDArray array(ClipModel model, String name) {
    return model.parameters().find(name).orElseThrow().value().array();
  }
}
