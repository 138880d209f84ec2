package org.clip4j.data.loader;

/** From a caption to token ids, start and end included. Called from several threads at once. */
@FunctionalInterface
public interface CaptionTokenizer {

  /**
   * Tokenizes a caption.
   *
   * @throws IllegalArgumentException if the caption cannot be tokenized; the sample is then skipped
   *     and counted
   */
  int[] tokenize(String caption);
}
