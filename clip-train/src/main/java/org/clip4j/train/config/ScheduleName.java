package org.clip4j.train.config;

/** What the learning rate does behind its warm-up. */
public enum ScheduleName {
  /** It falls to 0 along a cosine. */
  COSINE,
  /** It stays. */
  CONSTANT,
  /** It stays, and falls in the run's last steps. */
  COOLDOWN
}
