package org.clip4j.examples.plan;

/**
 * Seconds of a step, part by part.
 *
 * @param embed the first pass, which keeps nothing; 0 where the batch is one part
 * @param loss with the gradients of all embeddings
 * @param backward the pass that keeps activations, and its backward
 * @param update the gradients' norm and the optimiser
 */
record TimePlan(double embed, double loss, double backward, double update) {

  static TimePlan of(PlanOptions options, Calibration calibration) {
    EncoderCost encoders = calibration.encoders();
    return new TimePlan(
        options.inParts() ? encoders.forwardSecondsAt(options.batch()) : 0,
        calibration.lossSecondsAt(options.batch()),
        encoders.backwardSecondsAt(options.batch()),
        calibration.optimizerSeconds());
  }

  double step() {
    return embed + loss + backward + update;
  }
}
