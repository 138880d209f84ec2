package org.clip4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clip4j.core.io.Safetensors;
import org.clip4j.core.io.SafetensorsHeader;
import org.clip4j.core.io.TensorInfo;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.data.loader.Position;
import org.clip4j.train.optim.AdamW;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trainer's own part of a checkpoint, beside the model: where the run stands, and AdamW's
 * moments.
 *
 * @param step updates made
 * @param samples pairs learned from; a file without them, an older one, gives step times batch
 * @param position where the stream of pairs stands
 * @param threads of the kernels; another number gives other bits
 * @param kernels which arithmetic the run used
 * @param rowKernels which loops over rows they used, and how wide; null in a file without them, an
 *     older one
 * @param version of clip4j
 * @param dataFingerprint of the training shards
 * @param config the run's configuration, without paths
 * @param history what the run has come through; nothing in a file without it, an older one
 */
record TrainerState(
    long step,
    Long samples,
    Position position,
    int threads,
    String kernels,
    String rowKernels,
    String version,
    String dataFingerprint,
    JsonNode config,
    RunHistory history) {

  private static final String STATE = "trainer_state.json";
  private static final String MOMENTS = "optimizer.safetensors";

  TrainerState {
    if (samples == null) {
      samples = step * config.path("train").path("batch").asLong();
    }
    history = history == null ? RunHistory.NONE : history;
  }

  void write(Path folder, AdamW optimizer) throws IOException {
    Files.writeString(
        folder.resolve(STATE),
        StrictReader.print(StrictReader.write(this)),
        StandardCharsets.UTF_8);
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    optimizer.moments().forEach((name, tensor) -> tensors.put(name, tensor.array()));
    Safetensors.write(folder.resolve(MOMENTS), tensors, Map.of());
  }

  static TrainerState read(Path folder) throws IOException {
    Path file = folder.resolve(STATE);
    try {
      return StrictReader.read(
          StrictReader.parse(Files.readString(file, StandardCharsets.UTF_8), file.toString()),
          TrainerState.class,
          file.toString(),
          "");
    } catch (NoSuchFileException | CharacterCodingException e) {
      throw damaged(file + ": missing, or not UTF-8", e);
    } catch (ConfigException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  private static IOException damaged(String problem, Exception cause) {
    return new IOException(
        problem
            + "; if the checkpoint is damaged, delete its folder: --resume then takes the one"
            + " before",
        cause);
  }

  void readMoments(Path folder, AdamW optimizer) throws IOException {
    Path file = folder.resolve(MOMENTS);
    try {
      SafetensorsHeader header = SafetensorsHeader.read(file);
      for (Map.Entry<String, Tensor> moment : optimizer.moments().entrySet()) {
        TensorInfo info = header.tensors().get(moment.getKey());
        if (info == null) {
          throw new IOException(file + ": the tensor " + moment.getKey() + " is missing");
        }
        Safetensors.readInto(file, info, moment.getValue().array());
      }
    } catch (IOException e) {
      throw damaged(e.getMessage(), e);
    }
    optimizer.resumeAt(step - history.skippedSteps());
  }
}
