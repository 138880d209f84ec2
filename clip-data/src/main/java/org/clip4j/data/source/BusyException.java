package org.clip4j.data.source;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An answer that may be another one later, and when, where the server says so. */
public final class BusyException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Duration after;

  /**
   * @param message what the server said
   * @param after how long it asks to be left alone; null if it does not say
   */
  public BusyException(String message, Duration after) {
    super(message);
    this.after = after;
  }

  Optional<Duration> after() {
    return Optional.ofNullable(after);
  }
}
