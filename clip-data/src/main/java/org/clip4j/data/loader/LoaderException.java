package org.clip4j.data.loader;

/** The data cannot be used at all: the message is one line saying why and what to do. */
public final class LoaderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LoaderException(String message) {
    super(message);
  }

  LoaderException(String message, Throwable cause) {
    super(message, cause);
  }
}
