package org.clip4j.encoders.config;

/** Checks of configuration values, with messages that name the key. */
final class Checks {

  private Checks() {}

  static void positive(String key, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(key + " is to be positive, not " + value);
    }
  }

  static void divides(String key, int divisor, String wholeKey, int whole) {
    if (whole % divisor != 0) {
      throw new IllegalArgumentException(
          key + " " + divisor + " does not divide " + wholeKey + " " + whole);
    }
  }

  static <T> T or(T value, T absent) {
    return value == null ? absent : value;
  }
}
