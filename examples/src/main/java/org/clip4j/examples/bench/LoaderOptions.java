package org.clip4j.examples.bench;

import java.util.List;

/**
 * What the loader reads, and for how long.
 *
 * @param shards paths, expanded
 * @param size height and width of a prepared picture, in pixels
 * @param batch pairs in a batch
 * @param threads that decode
 * @param warmUpSeconds before the counting begins; two batches a thread are read at the least
 * @param seconds of counting
 */
public record LoaderOptions(
    List<String> shards, int size, int batch, int threads, double warmUpSeconds, double seconds) {

  /** As for kernels. */
  private static final int MOST_THREADS = 1024;

  /** Checks the numbers; the message names the option. */
  public LoaderOptions {
    shards = List.copyOf(shards);
    Require.atLeast("--size", 1, size);
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--threads", 1, threads);
    if (threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "--threads " + threads + ": expected " + MOST_THREADS + " or less");
    }
    Require.oneArray("--batch", batch, size);
    if (!(warmUpSeconds >= 0 && warmUpSeconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("--warmup " + warmUpSeconds + ": expected 0 or more");
    }
    if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("--seconds " + seconds + ": expected more than 0");
    }
  }
}
