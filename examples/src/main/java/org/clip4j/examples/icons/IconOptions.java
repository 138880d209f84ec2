package org.clip4j.examples.icons;

import java.util.Optional;
import org.clip4j.examples.iconify.DrawingBoard;

/**
 * How the pairs are made.
 *
 * @param limit the most pairs; without it all
 * @param size the pictures' width and height in pixels
 * @param samplesPerShard the most samples in a shard
 * @param threads how many threads draw; the pairs do not depend on it
 */
public record IconOptions(Optional<Integer> limit, int size, int samplesPerShard, int threads) {

  /** All pairs at 64 pixels, 4,096 samples a shard, a thread for each processor. */
  public static final IconOptions DEFAULT =
      new IconOptions(Optional.empty(), 64, 4096, Runtime.getRuntime().availableProcessors());

  /** Checks the numbers; the message names the option. */
  public IconOptions {
    limit.ifPresent(pairs -> check(pairs >= 1, "--limit", "at least 1", pairs));
    check(size >= 16 && size <= DrawingBoard.MAX_SIZE, "--size", "16 to 1024", size);
    check(samplesPerShard >= 1, "samplesPerShard", "at least 1", samplesPerShard);
    check(threads >= 1, "threads", "at least 1", threads);
  }

  private static void check(boolean holds, String name, String expected, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", got " + value);
    }
  }

  /** The same with another limit. */
  public IconOptions withLimit(int pairs) {
    return new IconOptions(Optional.of(pairs), size, samplesPerShard, threads);
  }

  /** The same with another size. */
  public IconOptions withSize(int pixels) {
    return new IconOptions(limit, pixels, samplesPerShard, threads);
  }
}
