package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.core.Sha256;
import org.clip4j.core.json.ConfigException;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.train.config.RunConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoint that a run takes its first weights from: fine-tuning. */
final class ModelInit {

  private static final Logger LOG = LoggerFactory.getLogger(ModelInit.class);

  private final Checkpoint checkpoint;

  private ModelInit(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * Opens what a configuration names and checks that the model asked for can begin from it: sizes
   * and activation have to be the same, but for the size of pictures and the length of captions,
   * whose positions are resized, and for patch dropout. No weights are read yet.
   *
   * @param base the folder that the path counts from
   * @return empty where the configuration names none
   * @throws ConfigException naming the first key that differs, and both values
   * @throws IllegalArgumentException naming the tensor that is missing, left over or of another
   *     shape
   */
  static Optional<ModelInit> of(RunConfig config, Path base) throws IOException {
    if (config.modelInit() == null) {
      return Optional.empty();
    }
    ModelInit init = new ModelInit(Checkpoint.open(base.resolve(config.modelInit())));
    init.requireFits(config);
    return Optional.of(init);
  }

  private void requireFits(RunConfig config) throws IOException {
    ModelConfig asked = config.modelCfg();
    ModelSpec found =
        checkpoint.spec().resized(asked.visionCfg().imageSize(), asked.textCfg().contextLength());
    ModelConfig same = found.config().withPatchDropout(asked.visionCfg().patchDropout());
    Optional<String> difference = ModelSpec.of(asked).firstDifference(ModelSpec.of(same));
    if (difference.isPresent()) {
      throw new ConfigException(
          "model_init: "
              + checkpoint.folder()
              + " holds another model than the one asked for: "
              + difference.get());
    }
    checkpoint.requireFits(ClipModel.declare(asked));
    if (found.preprocess().isPresent()
        && !found.preprocess().get().toJson().equals(config.preprocessCfg())) {
      LOG.warn(
          "model_init: {} was trained on pictures prepared as {}, this run prepares them as {}",
          checkpoint.folder(),
          found.preprocess().get().toJson(),
          config.preprocessCfg());
    }
  }

  /** Reads the weights into a model of the configuration. */
  void readInto(ClipModel model) throws IOException {
    checkpoint.readInto(model.parameters());
    LOG.info("The first weights are those of {}", checkpoint.folder());
  }

  /** The SHA-256 of the weights' file or, where they are in several, of their index. */
  String fingerprint() throws IOException {
    return Sha256.of(checkpoint.weights());
  }
}
