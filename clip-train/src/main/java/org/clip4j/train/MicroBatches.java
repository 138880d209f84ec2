package org.clip4j.train;

import java.util.Iterator;

/**
 * A batch in micro-batches of equal size. Its pictures are wanted twice: {@link GradientCache}
 * first embeds one micro-batch after another and, once it has the loss of the whole batch, runs
 * each a second time. A batch that is one micro-batch is wanted once.
 *
 * <p>An array of pixels is read at once: the next that is asked for may lie in the same one.
 */
public interface MicroBatches {

  /** Pairs of the whole batch. */
  int pairs();

  /** Pairs of a micro-batch; divides {@link #pairs()}. */
  int size();

  /** The next micro-batch; asked for {@code pairs() / size()} times. */
  MicroBatch next();

  /**
   * The pixels of every micro-batch once more, the same bits in the same order; asked for once,
   * when {@link #next()} has given all.
   */
  Iterator<float[]> pixelsAgain();
}
