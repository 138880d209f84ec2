package org.clip4j.train.report;

import java.util.List;

/**
 * A held-out picture with the captions the model finds nearest.
 *
 * @param caption its own
 * @param guesses best first
 */
public record PictureExample(Picture picture, String caption, List<Guess> guesses) {

  /** Copies the guesses. */
  public PictureExample {
    guesses = List.copyOf(guesses);
  }

  /**
   * A caption the model thought of.
   *
   * @param score cosine similarity
   * @param right whether it is the picture's own
   */
  public record Guess(String caption, double score, boolean right) {}
}
