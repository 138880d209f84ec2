package org.clip4j.examples.bench;

import org.clip4j.train.MicroBatches;

/** A batch of noise that is learned from again and again. */
@FunctionalInterface
interface NoiseBatch {

  /** The batch once more, from its beginning. */
  MicroBatches begin();

  /** A batch in one piece, or in micro-batches, as the options say. */
  static NoiseBatch of(StepOptions options) {
    return options.microBatch() == options.batch()
        ? RandomBatch.of(options)
        : EightBitNoise.of(options);
  }
}
