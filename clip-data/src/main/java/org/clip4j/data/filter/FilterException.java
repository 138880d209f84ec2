package org.clip4j.data.filter;

/** A filter could not say whether a pair passes; the cause says why. */
public final class FilterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param filter the filter's name
   * @param cause what it threw
   */
  FilterException(String filter, RuntimeException cause) {
    super("filter '" + filter + "' failed: " + cause, cause);
  }
}
