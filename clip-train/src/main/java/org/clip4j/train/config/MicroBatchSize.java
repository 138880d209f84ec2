package org.clip4j.train.config;

/** How a batch divides into micro-batches. */
public final class MicroBatchSize {

  private MicroBatchSize() {}

  /**
   * Checks that a batch divides into micro-batches.
   *
   * @param microKey what the size of a micro-batch is called where it was given, for the message
   * @param batchKey what the size of the batch is called there
   * @throws IllegalArgumentException naming both
   */
  public static void require(String microKey, int micro, String batchKey, int batch) {
    if (micro < 1) {
      throw new IllegalArgumentException(microKey + " is to be at least 1, not " + micro);
    }
    if (micro > batch) {
      throw new IllegalArgumentException(
          microKey + " " + micro + " is larger than " + batchKey + " " + batch);
    }
    if (batch % micro != 0) {
      throw new IllegalArgumentException(
          microKey
              + " "
              + micro
              + " does not divide "
              + batchKey
              + " "
              + batch
              + ": take "
              + divisorBelow(batch, micro)
              + ", or another divisor");
    }
  }

  private static int divisorBelow(int batch, int micro) {
    int divisor = micro;
    while (batch % divisor != 0) {
      divisor--;
    }
    return divisor;
  }
}
