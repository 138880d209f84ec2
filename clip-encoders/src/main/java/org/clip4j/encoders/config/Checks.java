package org.clip4j.encoders.config;

/** Checks of configuration values, with messages that name the key. */
final class Checks {

  // Far past every CLIP model there is, and small enough that no product of sizes overflows: a
  // file from outside may say anything.
  static final int MAX_WIDTH = 1 << 16;
  static final int MAX_HIDDEN = 1 << 18;
  static final int MAX_LAYERS = 1 << 10;
  static final int MAX_CONTEXT = 1 << 16;
  static final int MAX_VOCABULARY = 1 << 24;
  static final int MAX_IMAGE_SIZE = 1 << 13;

  private Checks() {}

  static void positive(String key, double value) {
    if (!(value > 0)) {
      String shown = value == (long) value ? Long.toString((long) value) : Double.toString(value);
      throw new IllegalArgumentException(key + " is to be positive, not " + shown);
    }
  }

  /** From 1 to a largest value. */
  static void within(String key, int value, int largest) {
    positive(key, value);
    if (value > largest) {
      throw new IllegalArgumentException(key + " is to be at most " + largest + ", not " + value);
    }
  }

  /** Where a value is given: from a least to a largest one. */
  static void between(String key, Double value, double least, double largest) {
    if (value != null && !(value >= least && value <= largest)) {
      throw new IllegalArgumentException(
          key + " is to be from " + least + " to " + largest + ", not " + value);
    }
  }

  /** The perceptron's hidden columns, from 1 on. */
  static void hidden(double mlpRatio, int width) {
    positive("mlp_ratio", mlpRatio);
    double hidden = mlpRatio * width;
    if (hidden < 1 || hidden > MAX_HIDDEN) {
      throw new IllegalArgumentException(
          "mlp_ratio "
              + mlpRatio
              + " makes "
              + hidden
              + " columns of width "
              + width
              + "; expected 1 to "
              + MAX_HIDDEN);
    }
  }

  static void divides(String key, int divisor, String wholeKey, int whole) {
    if (whole % divisor != 0) {
      throw new IllegalArgumentException(
          key + " " + divisor + " does not divide " + wholeKey + " " + whole);
    }
  }

  static void notAbove(String key, int value, String limitKey, int limit) {
    if (value > limit) {
      throw new IllegalArgumentException(
          key + " " + value + " is larger than " + limitKey + " " + limit);
    }
  }

  static <T> T or(T value, T absent) {
    return value == null ? absent : value;
  }
}
