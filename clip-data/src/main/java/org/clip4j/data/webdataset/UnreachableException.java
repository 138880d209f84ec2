package org.clip4j.data.webdataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A place that did not answer for long. It says nothing of the shard: reading it later may go well,
 * so that it is not taken for a damaged one and never skipped. The message is one line that names
 * the shard.
 */
public final class UnreachableException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With what happened last. */
  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Throws the reason of a failure where it says nothing of the shard: that a place is away, or
   * that the reading thread was interrupted.
   *
   * @param failure as it came through what reads archives
   */
  static void throwIfIn(Throwable failure) throws IOException {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof UnreachableException
          || e instanceof InterruptedIOException
          || e instanceof ClosedByInterruptException) {
        throw (IOException) e;
      }
    }
  }
}
