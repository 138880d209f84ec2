package org.clip4j.data.check;

/**
 * Between what and what some numbers lie.
 *
 * @param min the smallest
 * @param median the one in the middle, the lower of two; above 2,047 it may be off by a thousandth
 * @param max the largest
 */
public record Spread(long min, long median, long max) {}
