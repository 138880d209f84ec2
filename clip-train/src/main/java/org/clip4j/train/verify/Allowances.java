package org.clip4j.train.verify;

/**
 * What the models' differences may be. PyTorch computes in single precision too, so that a
 * difference is the rounding of both.
 *
 * @param feature absolute
 * @param gradient relative to a tensor's largest entry; where a part's true gradient is zero, as
 *     that of an attention's key bias, it is still measured by its whole tensor
 */
record Allowances(double feature, double gradient) {

  /** From this many parameters on, sums are so long that both round more. */
  static final long FULL_SIZE = 20_000_000;

  static final double LOSS = 5e-6;
  static final double LEARNING_RATE = 1e-12;
  static final double TRAINING_LOSS = 2e-5;
  static final double TRAINED = 3e-5;

  /** For losses by themselves and their gradients, in double; absolute. */
  static final double IN_DOUBLE = 1e-12;

  private static final Allowances SMALL = new Allowances(3e-6, 3e-5);
  private static final Allowances LARGE = new Allowances(1e-5, 1e-4);

  static boolean isFullSize(long parameters) {
    return parameters >= FULL_SIZE;
  }

  static Allowances of(long parameters) {
    return isFullSize(parameters) ? LARGE : SMALL;
  }
}
