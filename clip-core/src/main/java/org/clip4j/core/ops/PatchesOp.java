package org.clip4j.core.ops;

import org.clip4j.core.tensor.Tensor;

/** Cuts pictures into patches, one a row, so that the patch embedding is one matrix product. */
public final class PatchesOp {

  private PatchesOp() {}

  /**
   * Cuts. No gradient flows to the pictures.
   *
   * @param images [batch, channels, height, width]
   * @param patch the patch's edge; must divide height and width
   * @return [batch * patches, channels * patch * patch]
   */
  public static Variable apply(Tape tape, Tensor images, int patch) {
    long down = images.size(2) / patch;
    long across = images.size(3) / patch;
    if (images.rank() != 4 || down * patch != images.size(2) || across * patch != images.size(3)) {
      throw new IllegalArgumentException(
          "Pictures " + images + " do not divide into patches of " + patch + " x " + patch);
    }
    Tensor out = tape.take(images.size(0) * down * across, images.size(1) * patch * patch);
    tape.kernels().patchify(images, patch, out);
    return tape.constant(out);
  }
}
