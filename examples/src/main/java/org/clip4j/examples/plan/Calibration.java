package org.clip4j.examples.plan;

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

  /** Of the loss that was timed, at another batch. */
  double lossSecondsAt(PlannedLoss loss, int batch) {
    return lossSeconds * loss.timesThatOf(lossRows, batch);
  }
}
