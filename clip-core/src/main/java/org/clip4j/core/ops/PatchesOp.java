package org.clip4j.core.ops;

import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;

/** Cuts pictures into patches, one a row, so that the patch embedding is one matrix product. */
public final class PatchesOp {

  private PatchesOp() {}

  /**
   * Cuts. What fills no patch, at the right and at the bottom, is left out. No gradient flows to
   * the pictures.
   *
   * @param images [batch, channels, height, width]
   * @param patch the patch's edge, at most height and width
   * @return [batch * patches, channels * patch * patch]
   * @throws IllegalArgumentException if the pictures are smaller than a patch
   */
  public static Variable apply(Tape tape, Tensor images, int patch) {
    Tensor out = takeAll(tape, images, patch);
    tape.kernels().patchify(images, patch, out);
    return tape.constant(out);
  }

  /**
   * Cuts, and keeps some of the patches.
   *
   * @param kept which rows of the result of {@link #apply(Tape, Tensor, int)}
   * @return [kept, channels * patch * patch]
   * @throws IllegalArgumentException if the pictures are smaller than a patch
   */
  public static Variable apply(Tape tape, Tensor images, int patch, int[] kept) {
    requireRoom(images, patch);
    Tensor out = tape.take(kept.length, images.size(1) * patch * patch);
    try (Arena.Frame inner = tape.arena().frame()) {
      Tensor all = takeAll(tape, images, patch);
      tape.kernels().patchify(images, patch, all);
      tape.kernels().gatherRows(all, kept, out, false);
    }
    return tape.constant(out);
  }

  private static Tensor takeAll(Tape tape, Tensor images, int patch) {
    requireRoom(images, patch);
    long down = images.size(2) / patch;
    long across = images.size(3) / patch;
    return tape.take(images.size(0) * down * across, images.size(1) * patch * patch);
  }

  private static void requireRoom(Tensor images, int patch) {
    if (images.rank() != 4 || images.size(2) < patch || images.size(3) < patch) {
      throw new IllegalArgumentException(
          "Pictures " + images + " have no room for a patch of " + patch + " x " + patch);
    }
  }
}
