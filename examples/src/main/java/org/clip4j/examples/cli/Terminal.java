package org.clip4j.examples.cli;

/** What is known of the terminal that standard error goes to. */
final class Terminal {

  /** Both are set by the launcher, for Java cannot tell of standard error alone. */
  private static final String INTERACTIVE = "clip4j.terminal";

  private static final String COLUMNS = "clip4j.columns";
  private static final int USUAL_COLUMNS = 80;

  /** What logback.xml puts before each line. */
  private static final String LINE_START = "clip4j.log.start";

  private Terminal() {}

  /** Whether a person looks at standard error, so that a line may be drawn over. */
  static boolean isInteractive() {
    return Boolean.getBoolean(INTERACTIVE);
  }

  /** Characters of a line. */
  static int columns() {
    return Math.max(40, Integer.getInteger(COLUMNS, USUAL_COLUMNS));
  }

  /** Makes log lines take the place of a progress bar, which is then drawn again below them. */
  static void prepareLogging() {
    System.setProperty(LINE_START, isInteractive() ? "\r\u001b[K" : "");
  }
}
