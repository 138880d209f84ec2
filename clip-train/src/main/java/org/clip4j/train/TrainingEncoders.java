package org.clip4j.train;

import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.optim.Tower;
import org.clip4j.train.optim.TowerLock;

/** A model's encoders as training runs them, on tapes over one arena. */
final class TrainingEncoders implements AutoCloseable {

  private final ClipModel model;
  private final Kernels kernels;
  private final StepOptions options;
  private final Arena arena;

  /** Over an arena of their own. */
  TrainingEncoders(ClipModel model, Kernels kernels, StepOptions options) {
    this.model = model;
    this.kernels = kernels;
    this.options = options;
    this.arena = new Arena(model.parameters().type());
  }

  Arena arena() {
    return arena;
  }

  /** A tape without a backward pass, in the arena as it stands. */
  Tape forwardTape() {
    return new Tape(kernels, arena, false);
  }

  /** A tape for the backward pass, in the arena as it stands. */
  Tape recordingTape() {
    return options.gradCheckpointing()
        ? Tape.checkpointing(kernels, arena)
        : new Tape(kernels, arena, true);
  }

  private Optional<TowerLock> lock(Tower tower) {
    return options.lock().filter(lock -> lock.tower() == tower);
  }

  /** Whether nothing of an encoder learns. */
  boolean isLocked(Tower tower) {
    return lock(tower).filter(TowerLock::isWhole).isPresent();
  }

  /** How many of an encoder's groups stay as they are. */
  private int lockedGroups(Tower tower) {
    return lock(tower).map(TowerLock::locked).orElse(0);
  }

  /** Where the loss puts an embedding's gradient; where no encoder wants it, memory to forget. */
  Tensor gradientOf(Variable embeddings) {
    return embeddings.wantsGradient()
        ? embeddings.contribution().tensor()
        : arena.take(embeddings.value().shape());
  }

  /**
   * Embeds pictures.
   *
   * @param pixels [pictures, 3, size, size]
   */
  Variable images(Tape tape, float[] pixels, KeptPatches kept) {
    VisionConfig vision = model.config().visionCfg();
    Tensor images = tape.take(kept.pictures(), 3, vision.imageSize(), vision.imageSize());
    images.assign(pixels);
    return model.encodeImages(tape, images, kept, lockedGroups(Tower.IMAGE));
  }

  /** Embeds captions. */
  Variable texts(Tape tape, TokenBatch captions) {
    return model.encodeTexts(tape, captions, lockedGroups(Tower.TEXT));
  }

  @Override
  public void close() {
    arena.close();
  }
}
