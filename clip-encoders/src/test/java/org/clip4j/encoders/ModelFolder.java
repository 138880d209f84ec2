package org.clip4j.encoders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small model, and its tensors to write in other ways than a model does. */
final class ModelFolder {

  static final ModelConfig CONFIG =
      new ModelConfig(
          8, true, new VisionConfig(16, 8, 32, 1, 16, 4), new TextConfig(8, 50, 16, 2, 1, 4));

  static final ModelSpec SPEC = ModelSpec.of(CONFIG, PreprocessConfig.clip(16));

  private ModelFolder() {}

  static ClipModel model() {
    ClipModel model = new ClipModel(SPEC, DataType.FLOAT, false);
    model.initialize(5);
    return model;
  }

  /** The model's arrays under their names; views, so the model has to stay open. */
  static Map<String, INDArray> tensors(ClipModel model) {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (Parameter p : model.parameters().all()) {
      tensors.put(p.name(), p.value().array());
    }
    return tensors;
  }

  /** A folder in open_clip's layout with the small model's configuration and these tensors. */
  static void write(Path folder, Map<String, INDArray> tensors) throws IOException {
    try (ClipModel model = model()) {
      model.save(folder, CheckpointLayout.OPEN_CLIP);
    }
    Safetensors.write(
        folder.resolve(CheckpointLayout.OPEN_CLIP.weightsFile()), tensors, Map.of("format", "pt"));
  }
}
