package org.clip4j.train.report;

import java.util.List;

/**
 * A caption with the pictures the model finds nearest.
 *
 * @param guesses best first
 */
public record CaptionExample(String caption, List<Guess> guesses) {

  /** Copies the guesses. */
  public CaptionExample {
    guesses = List.copyOf(guesses);
  }

  /**
   * A picture the model thought of.
   *
   * @param caption the picture's own
   * @param score cosine similarity
   * @param right whether that is the caption asked for
   */
  public record Guess(Picture picture, String caption, double score, boolean right) {}
}
