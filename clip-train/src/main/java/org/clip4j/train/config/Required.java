package org.clip4j.train.config;

/** Checks of configuration values, with messages that name the key. */
final class Required {

  private Required() {}

  static <T> T or(T value, T absent) {
    return value == null ? absent : value;
  }

  static <T> T present(String key, T value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }

  static void atLeast(String key, double least, double value) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          key + " is to be at least " + plain(least) + ", not " + plain(value));
    }
  }

  static void positive(String key, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(key + " is to be positive, not " + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
