package org.clip4j.benchmarks;

/** Which half of a differentiable operation is timed. */
public enum Direction {
  /** The result from the inputs. */
  FORWARD,
  /** The inputs' gradients from the result's, what the forward pass leaves being there. */
  BACKWARD
}
