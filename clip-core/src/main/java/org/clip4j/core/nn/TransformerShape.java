package org.clip4j.core.nn;

import org.clip4j.core.kernels.Activation;

/**
 * The sizes of a transformer.
 *
 * @param width columns of a token
 * @param layers number of blocks
 * @param heads attention heads; must divide the width
 * @param hidden columns inside the perceptron
 * @param activation the perceptron's
 * @param causal whether a token sees itself and earlier tokens only
 */
public record TransformerShape(
    int width, int layers, int heads, int hidden, Activation activation, boolean causal) {

  /** Checks the sizes. */
  public TransformerShape {
    if (width < 1 || layers < 1 || heads < 1 || hidden < 1) {
      throw new IllegalArgumentException(
          String.format(
              "A transformer's width, layers, heads and hidden size are positive, not %d, %d, %d,"
                  + " %d",
              width, layers, heads, hidden));
    }
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "A width of " + width + " does not divide into " + heads + " heads");
    }
  }
}
