package org.clip4j.data.webdataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A place that did not answer for long, or where another shard is now. It says nothing of the
 * shard: reading it later may go well, so that it is not taken for a damaged one and never skipped.
 * The message is one line that names the shard.
 */
public final class UnreachableException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  /** With what happened last. */
  public UnreachableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private UnreachableException(String message, Throwable cause, boolean refusal) {
    super(message, cause);
    this.refusal = refusal;
  }

  /**
   * One for a place that answers that this is not for us to read.
   *
   * @param cause null for none
   */
  public static UnreachableException refused(String message, Throwable cause) {
    return new UnreachableException(message, cause, true);
  }

  /** Whether the place answered that this is not for us to read: asking soon again is no use. */
  public boolean isRefusal() {
    return refusal;
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
