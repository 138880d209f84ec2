package org.clip4j.examples.plan;

import org.clip4j.train.loss.InfoNceLoss;

/**
 * What was measured on this machine.
 *
 * @param encoders both encoders, forward and backward
 * @param lossRows pairs of the loss that was timed
 * @param lossSeconds its time with all gradients
 * @param optimizerSeconds of the gradients' norm and the update
 * @param processBytes resident memory of the process itself: virtual machine, libraries, code, a
 *     full young generation
 * @param seconds that the calibration took
 */
record Calibration(
    EncoderCost encoders,
    int lossRows,
    double lossSeconds,
    double optimizerSeconds,
    long processBytes,
    double seconds) {

  /** Every tile of the logits takes the same time, and there are as many as pairs squared. */
  double lossSecondsAt(int batch) {
    InfoNceLoss loss = new InfoNceLoss();
    return lossSeconds * loss.productFlops(batch, 1) / loss.productFlops(lossRows, 1);
  }
}
