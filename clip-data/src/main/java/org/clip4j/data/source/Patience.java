package org.clip4j.data.source;

import java.time.Duration;

/**
 * How long a remote shard is waited for, and how often it is asked for again.
 *
 * @param connect the longest wait for a connection
 * @param stall the longest wait for an answer's beginning, and then for its next bytes
 * @param attempts failures one after the other, with next to nothing read in between, before a
 *     shard is given up
 * @param firstDelay about how long the first pause is; each further one is twice as long
 * @param longestDelay the longest pause, whatever the server asks for
 */
public record Patience(
    Duration connect, Duration stall, int attempts, Duration firstDelay, Duration longestDelay) {

  /** Some three minutes of a server that is away, a minute of one that says nothing. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          10,
          Duration.ofMillis(500),
          Duration.ofSeconds(30));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Patience {
    if (!isPositive(connect)
        || !isPositive(stall)
        || !isPositive(firstDelay)
        || !isPositive(longestDelay)
        || attempts < 1) {
      throw new IllegalArgumentException("waits and attempts must be positive");
    }
  }

  private static boolean isPositive(Duration wait) {
    return !wait.isNegative() && !wait.isZero();
  }
}
