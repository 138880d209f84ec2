package org.clip4j.core.tensor;

/**
 * A share of a gradient.
 *
 * @param tensor where it goes
 * @param accumulate whether it is added to what is there (else the old contents are undefined)
 */
public record Contribution(Tensor tensor, boolean accumulate) {

  /** 1 when adding, 0 when setting: the beta of a matrix product. */
  public double beta() {
    return accumulate ? 1 : 0;
  }
}
