package org.clip4j.core.json;

/**
 * A configuration that cannot be used; the message names file and key and says what to do. It is
 * one line that can be read, whatever values from outside it repeats.
 */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Characters kept at either end of a message that is too long. */
  private static final int KEPT = 300;

  /** With a message for the user. */
  public ConfigException(String message) {
    super(readable(message));
  }

  /** With a message for the user and what led to it. */
  public ConfigException(String message, Throwable cause) {
    super(readable(message), cause);
  }

  private static String readable(String message) {
    String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    int length = line.length();
    return length <= 2 * KEPT
        ? line
        : line.substring(0, KEPT) + " ... " + line.substring(length - KEPT);
  }
}
