package org.clip4j.data.loader;

import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.image.StagedTransform;

/** One picture, kept so that its values can be written again, bit for bit. */
sealed interface KeptPicture {

  /** Writes {@code [3][S][S]} values from {@code offset} on; called from any thread. */
  void write(float[] out, int offset);

  /** Says that nobody will ask again. */
  void release();

  /**
   * Kept behind a transform's first stage.
   *
   * @param stages the transform
   * @param levels the 8-bit square
   * @param state the generator's behind the first stage
   * @param pool where the square's array came from
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Decoded(StagedTransform stages, byte[] levels, long state, ArrayPool<byte[]> pool)
      implements KeptPicture {
    @Override
    public void write(float[] out, int offset) {
      stages.finish(levels, new DeterministicRandom(state), out, offset);
    }

    @Override
    public void release() {
      pool.giveBack(levels);
    }
  }

  /**
   * Kept as it was in the shard.
   *
   * @param pictures decodes and augments it
   * @param raw the pair, which names the draws
   */
  record Encoded(PicturePreparer pictures, Item.Raw raw) implements KeptPicture {
    @Override
    public void write(float[] out, int offset) {
      pictures.writeAgain(raw, out, offset);
    }

    @Override
    public void release() {
      // The garbage collector has it.
    }
  }
}
