package org.clip4j.examples.bench;

/**
 * Which loss is timed.
 *
 * @param kind the loss
 * @param batch pairs
 * @param dim columns of an embedding
 * @param steps that are timed
 * @param warmUp what runs before
 */
public record LossOptions(LossKind kind, int batch, int dim, int steps, WarmUp warmUp) {

  /** Checks the numbers; the message names the option. */
  public LossOptions {
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--dim", 1, dim);
    Require.atLeast("--steps", 1, steps);
    Require.atLeast("--warmup", 0, warmUp.times());
  }
}
