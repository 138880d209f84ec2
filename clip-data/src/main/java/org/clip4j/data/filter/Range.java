package org.clip4j.data.filter;

/**
 * From where to where, ends included.
 *
 * @param min the least, or null for no such end
 * @param max the most, or null
 */
record Range(Number min, Number max) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if nothing can lie in it
   */
  Range {
    if (min != null && max != null && !(min.doubleValue() <= max.doubleValue())) {
      throw new IllegalArgumentException("the range from " + min + " to " + max + " is empty");
    }
  }

  boolean contains(double value) {
    return isNotBelow(value) && isNotAbove(value);
  }

  boolean isNotBelow(double value) {
    return min == null || value >= min.doubleValue();
  }

  boolean isNotAbove(double value) {
    return max == null || value <= max.doubleValue();
  }

  boolean isOpen() {
    return min == null && max == null;
  }

  /** Such as {@code at least 3}, {@code at most 5}, {@code from 3 to 5}. */
  @Override
  public String toString() {
    if (max == null) {
      return "at least " + min;
    }
    return min == null ? "at most " + max : "from " + min + " to " + max;
  }
}
