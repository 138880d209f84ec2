package org.clip4j.data.source;

import java.io.IOException;

/** An answer that asking again does not change. */
public final class RefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a message that names the shard and says what to do. */
  public RefusedException(String message) {
    super(message);
  }

  /** With what led to it. */
  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
