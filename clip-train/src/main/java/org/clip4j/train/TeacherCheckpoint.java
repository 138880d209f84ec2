package org.clip4j.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.core.Sha256;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.Checkpoint;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.config.RunConfig;
import org.clip4j.train.loss.DistillationLoss;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that a run's teacher is read from: distillation. */
final class TeacherCheckpoint {

  private static final Logger LOG = LoggerFactory.getLogger(TeacherCheckpoint.class);

  private final Checkpoint checkpoint;
  private final RunConfig config;

  private TeacherCheckpoint(Checkpoint checkpoint, RunConfig config) {
    this.checkpoint = checkpoint;
    this.config = config;
  }

  /**
   * Opens what a configuration names and checks that it can be asked about the run's own pairs: its
   * pictures are of the same size and prepared in the same way, its captions of the same vocabulary
   * and length. No weights are read yet.
   *
   * @param base the folder that the path counts from
   * @return empty where the configuration names none
   * @throws ConfigException naming the first key that differs, and both values
   * @throws IllegalArgumentException naming the tensor that is missing, left over or of another
   *     shape
   */
  static Optional<TeacherCheckpoint> of(RunConfig config, Path base) throws IOException {
    if (config.distill() == null) {
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.open(base.resolve(config.distill().model()));
    TeacherCheckpoint teacher = new TeacherCheckpoint(checkpoint, config);
    teacher.requireFits();
    return Optional.of(teacher);
  }

  private void requireFits() throws IOException {
    ModelConfig own = config.modelCfg();
    ModelConfig theirs = checkpoint.spec().config();
    requireSame(
        "vision_cfg.image_size", theirs.visionCfg().imageSize(), own.visionCfg().imageSize());
    requireSame(
        "text_cfg.context_length", theirs.textCfg().contextLength(), own.textCfg().contextLength());
    requireSame("text_cfg.vocab_size", theirs.textCfg().vocabSize(), own.textCfg().vocabSize());
    if (checkpoint.spec().preprocess().isPresent()) {
      ObjectNode found = checkpoint.spec().preprocess().get().toJson();
      ObjectNode wanted = config.preprocess().toJson();
      StrictReader.firstDifference(found, wanted)
          .ifPresent(difference -> refuse("preprocess_cfg" + difference));
    } else {
      LOG.warn(
          "distill.model: {} does not say how it wants its pictures; it gets them as this run does,"
              + " {}",
          checkpoint.folder(),
          config.preprocessCfg());
    }
    checkpoint.requireFits(ClipModel.declare(theirs));
  }

  private void requireSame(String key, int theirs, int own) {
    if (theirs != own) {
      refuse(key + " is " + theirs + ", the run's is " + own);
    }
  }

  private void refuse(String difference) {
    throw new ConfigException(
        "distill.model: "
            + checkpoint.folder()
            + " cannot teach this run, for it would see other pictures or captions: "
            + difference);
  }

  /** The SHA-256 of the weights' file or, where they are in several, of their index. */
  String fingerprint() throws IOException {
    return Sha256.of(checkpoint.weights());
  }

  /** Reads the weights. */
  Teacher load(Kernels kernels) throws IOException {
    ClipModel model = ClipModel.load(checkpoint, checkpoint.spec(), DataType.FLOAT, false);
    LOG.info("The teacher is {}", checkpoint.folder());
    return new Teacher(
        model, new DistillationLoss(config.loss().tile()), config.distill().weight(), kernels);
  }
}
