package org.clip4j.train.verify;

import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How to verify.
 *
 * @param type FLOAT, on the kernels that training takes, or DOUBLE, on the naive ones; the losses
 *     by themselves are always checked in DOUBLE
 * @param progress told, a line at a time, what begins
 */
public record VerificationOptions(DataType type, Consumer<String> progress) {

  /** Checks the type. */
  public VerificationOptions {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("Verification runs in FLOAT or DOUBLE, not " + type);
    }
  }

  /** In silence. */
  public static VerificationOptions of(DataType type) {
    return new VerificationOptions(type, line -> {});
  }
}
