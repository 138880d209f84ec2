package org.clip4j.examples.iconify;

/** Told how far a long job is; called by one thread at a time. */
@FunctionalInterface
public interface ProgressListener {

  /** Hears nothing. */
  ProgressListener NONE = (stage, done, total) -> {};

  /**
   * Told of progress.
   *
   * @param stage what is being done, as words
   * @param done how many of its items are done
   * @param total how many items it has
   */
  void progress(String stage, long done, long total);
}
