package org.clip4j.train.config;

/** What a run does where the loss or the gradients of a step are no longer finite. */
public enum NonFinite {
  /** It ends, with an error. */
  STOP,
  /** It drops the update and goes on with the next batch. */
  SKIP
}
