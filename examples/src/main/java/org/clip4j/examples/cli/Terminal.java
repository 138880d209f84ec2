package org.clip4j.examples.cli;

/** What is known of the terminal that standard error goes to. */
final class Terminal {

  /** Set by the launcher, for Java cannot tell of standard error alone. */
  private static final String PROPERTY = "clip4j.terminal";

  private static final String LINE_START = "clip4j.log.start";

  private Terminal() {}

  /** Whether a person looks at standard error, so that a line may be drawn over. */
  static boolean isInteractive() {
    return Boolean.getBoolean(PROPERTY);
  }

  /** Makes log lines take the place of a progress bar, which is then drawn again below them. */
  static void prepareLogging() {
    System.setProperty(LINE_START, isInteractive() ? "\r\u001b[K" : "");
  }
}
