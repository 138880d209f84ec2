package org.clip4j.examples.pack;

import java.time.Duration;

/**
 * How pictures are fetched from servers.
 *
 * @param connections the most at once; they wait rather than compute, so more than processors
 * @param perHost the most of these to one host
 * @param attempts how often a picture is asked for before it is given up
 * @param longest how long one may take to come
 * @param maxBytes the most bytes of one
 * @param failuresInARow rows one after the other whose servers failed, at which packing stops: the
 *     network is away rather than a picture; 0 for never
 */
public record FetchLimits(
    int connections,
    int perHost,
    int attempts,
    Duration longest,
    int maxBytes,
    int failuresInARow) {

  /**
   * 32 connections, 8 to one host; three attempts, a minute and 32 MiB for a picture; the end of
   * patience behind 100 failures in a row.
   */
  public static final FetchLimits DEFAULT =
      new FetchLimits(32, 8, 3, Duration.ofSeconds(60), 32 << 20, 100);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public FetchLimits {
    if (connections < 1 || perHost < 1 || attempts < 1 || maxBytes < 1 || longest.isNegative()) {
      throw new IllegalArgumentException(
          "connections, connections to a host and attempts must be 1 or more");
    }
    if (failuresInARow < 0) {
      throw new IllegalArgumentException("failures in a row must be 0 or more");
    }
  }

  /** The same with other numbers of connections. */
  public FetchLimits with(int all, int each, int tries) {
    return new FetchLimits(all, each, tries, longest, maxBytes, failuresInARow);
  }

  /** The same with another number of rows that may fail one after the other. */
  public FetchLimits stoppingAfter(int failures) {
    return new FetchLimits(connections, perHost, attempts, longest, maxBytes, failures);
  }
}
