package org.clip4j.examples.cli;

/** Numbers of things, in words. */
final class Counted {

  private Counted() {}

  /**
   * A number with its noun.
   *
   * @param plural of a noun that takes an s, such as {@code pairs}
   */
  static String of(long count, String plural) {
    return count + " " + (count == 1 ? plural.substring(0, plural.length() - 1) : plural);
  }
}
