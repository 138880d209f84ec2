package org.clip4j.benchmarks;

import java.util.List;

/** A subject's calculation by one engine; it may be made any number of times. */
interface Calculation extends AutoCloseable {

  /** Calculates once: what is timed. */
  void run();

  /**
   * Calculates once and gives the results, row-major. Only the first calculation's are those of
   * other engines, for some add to what is there.
   */
  List<float[]> results();

  @Override
  void close();
}
