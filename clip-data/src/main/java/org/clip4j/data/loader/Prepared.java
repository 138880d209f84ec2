package org.clip4j.data.loader;

import java.util.Optional;

/** What comes out of the decoding side. */
sealed interface Prepared {

  /**
   * A pair that was worked on.
   *
   * @param raw where it came from
   * @param ready its values, or nothing if it could not be used
   */
  record Done(Item.Raw raw, Optional<Values> ready) implements Prepared {}

  /**
   * The end of an epoch, passed through.
   *
   * @param end the epoch's end
   */
  record EpochEnd(Item.EpochEnd end) implements Prepared {}

  /** A pair's picture, {@code [3][S][S]}, its caption's token ids, and the picture kept. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Values(float[] pixels, int[] tokens, Optional<KeptPicture> kept) {}
}
