package org.clip4j.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsFile;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.ModelConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A reference model of open_clip, with what open_clip computed on it. */
final class Golden {

  private final ModelConfig config;
  private final SafetensorsFile weights;
  private final SafetensorsFile reference;

  Golden(String name) {
    Path folder = path(name);
    try {
      String json = Files.readString(folder.resolve("open_clip_config.json"));
      config = ModelConfig.read(StrictReader.parse(json, name).get("model_cfg"), name);
      weights = Safetensors.read(folder.resolve("open_clip_model.safetensors"));
      reference = Safetensors.read(folder.resolve("reference.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path path(String name) {
    try {
      return Path.of(Golden.class.getResource("/golden/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  ClipModel model(DataType type) {
    ClipModel model = new ClipModel(config, type, true);
    for (Parameter p : model.parameters().all()) {
      INDArray value = weights.tensor(p.name()).castTo(type);
      p.value().assign(Tensor.of(value));
    }
    return model;
  }

  Tensor images(DataType type) {
    return Tensor.of(reference.tensor("image").castTo(type));
  }

  float[] pixels() {
    return reference.tensor("image").ravel().toFloatVector();
  }

  TokenBatch captions() {
    return TokenBatch.pack(reference.tensor("text").toIntMatrix(), config.textCfg());
  }

  INDArray expected(String name) {
    return reference.tensor(name);
  }

  /** Holds a tensor against the reference, entry by entry. */
  void assertNear(String name, Tensor actual, double allowed) {
    INDArray expected = expected(name).castTo(DataType.DOUBLE).ravel();
    double worst = 0;
    for (long i = 0; i < expected.length(); i++) {
      worst = Math.max(worst, Math.abs(expected.getDouble(i) - actual.get(i)));
    }
    assertTrue(
        expected.length() == actual.length() && worst <= allowed,
        name + ": largest difference " + worst + ", allowed " + allowed);
  }
}
