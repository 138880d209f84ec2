package org.clip4j.core.json;

/** A configuration that cannot be used; the message names file and key and says what to do. */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public ConfigException(String message) {
    super(message);
  }

  /** With a message for the user and what led to it. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
