package org.clip4j.data.check;

/** Is told how far a check has come, now and then, by the thread that waits for it. */
@FunctionalInterface
public interface CheckProgress {

  /**
   * So much is done.
   *
   * @param bytes of the shards, of a finished one all, as they are stored where that is known
   * @param samples whole samples read
   * @param bad how much was bad
   */
  void progress(long bytes, long samples, long bad);
}
