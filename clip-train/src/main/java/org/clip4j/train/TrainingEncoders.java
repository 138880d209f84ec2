package org.clip4j.train;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.KeptPatches;
import org.clip4j.encoders.config.VisionConfig;

/** A model's encoders as training runs them, on tapes over one arena. */
final class TrainingEncoders implements AutoCloseable {

  private final ClipModel model;
  private final Kernels kernels;
  private final boolean gradCheckpointing;
  private final Arena arena;

  TrainingEncoders(ClipModel model, Kernels kernels, boolean gradCheckpointing) {
    this.model = model;
    this.kernels = kernels;
    this.gradCheckpointing = gradCheckpointing;
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
