package org.clip4j.train;

/** What a step over micro-batches is doing. */
public enum StepPhase {
  /** The first pass: all pairs are embedded. */
  EMBEDDING,
  /** The loss of the whole batch. */
  LOSS,
  /** The second pass: the gradients of each micro-batch. */
  BACKWARD
}
