package org.clip4j.examples.pack;

/** Is told how far packing is. */
@FunctionalInterface
public interface PackProgress {

  /**
   * Some rows are done.
   *
   * @param rows done so far, those of earlier runs included
   * @param of about how many there are; -1 where that is not known
   */
  void rows(long rows, long of);
}
