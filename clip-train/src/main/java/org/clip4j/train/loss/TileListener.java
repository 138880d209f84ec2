package org.clip4j.train.loss;

/** Hears of every tile of logits that a loss has gone over: of a large batch they take minutes. */
@FunctionalInterface
public interface TileListener {

  /** Hears nothing. */
  TileListener NONE = () -> {};

  /** A tile is done, in one pass of several. What this throws ends the loss. */
  void tileDone();
}
