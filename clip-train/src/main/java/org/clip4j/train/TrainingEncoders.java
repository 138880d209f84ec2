package org.clip4j.train;

import java.util.Optional;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.config.VisionConfig;
import org.clip4j.train.optim.Tower;

/** A model's encoders as training runs them, on tapes over one arena. */
final class TrainingEncoders implements AutoCloseable {

  private final ClipModel model;
  private final Kernels kernels;
  private final boolean gradCheckpointing;
  private final Optional<Tower> locked;
  private final Arena arena;

  /**
   * Over an arena of their own.
   *
   * @param locked the encoder that stays as it is: nothing of it is kept for a backward pass
   */
  TrainingEncoders(
      ClipModel model, Kernels kernels, boolean gradCheckpointing, Optional<Tower> locked) {
    this.model = model;
    this.kernels = kernels;
    this.gradCheckpointing = gradCheckpointing;
    this.locked = locked;
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
    return gradCheckpointing ? Tape.checkpointing(kernels, arena) : new Tape(kernels, arena, true);
  }

  /** Whether an encoder stays as it is. */
  boolean isLocked(Tower tower) {
    return locked.filter(tower::equals).isPresent();
  }

  /** The tape of one encoder: the one that records, unless the encoder is locked. */
  Tape tapeOf(Tower tower, Tape recording) {
    return isLocked(tower) ? forwardTape() : recording;
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
    return model.encodeImages(tape, images, kept);
  }

  @Override
  public void close() {
    arena.close();
  }
}
