package org.clip4j.examples.plan;

/**
 * What embedding takes at sizes that were tried, and so at others.
 *
 * @param pairs of the largest size tried
 * @param embedSeconds of the first forward pass, at that size
 * @param backwardSeconds of what follows the loss, at that size
 * @param bytes of the arena, at that size
 * @param fewerPairs another size, or the same where nothing larger is asked for
 * @param fewerBytes of the arena at the other size
 */
record EncoderCost(
    int pairs,
    double embedSeconds,
    double backwardSeconds,
    long bytes,
    int fewerPairs,
    long fewerBytes) {

  /** Bytes of the arena at a size: each pair takes the same. */
  long bytesAt(int size) {
    if (size == pairs) {
      return bytes;
    }
    double each = (double) (bytes - fewerBytes) / (pairs - fewerPairs);
    return bytes + Math.round(each * (size - pairs));
  }

  double embedSecondsAt(int size) {
    return embedSeconds * size / pairs;
  }

  double backwardSecondsAt(int size) {
    return backwardSeconds * size / pairs;
  }
}
