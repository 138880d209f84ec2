package org.clip4j.examples.bench;

/**
 * What a kernel has to do at the least.
 *
 * @param flops floating-point operations, a multiplication and an addition being two; 0 where
 *     memory alone sets the limit
 * @param bytes that must be read or written, each operand once
 */
record Work(double flops, double bytes) {

  static final Work NONE = new Work(0, 0);

  Work plus(Work other) {
    return new Work(flops + other.flops, bytes + other.bytes);
  }
}
