package org.clip4j.data.image;

import java.io.IOException;

/**
 * Bytes that are no picture we can read; the message names the sample and what is wrong with it.
 */
public final class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /**
   * @param name the sample or file
   * @param problem what is wrong with it
   */
  public ImageFormatException(String name, String problem) {
    this(name, problem, null);
  }

  /**
   * @param name the sample or file
   * @param problem what is wrong with it
   * @param cause what the codec threw
   */
  public ImageFormatException(String name, String problem, Throwable cause) {
    super(name + ": " + problem, cause);
    this.problem = problem;
  }

  /** What is wrong, without the name. */
  public String problem() {
    return problem;
  }
}
