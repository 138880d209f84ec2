package org.clip4j.examples.plan;

/**
 * Seconds of a step, part by part, as {@link org.clip4j.train.StepTimes} has them.
 *
 * @param embed both encoders forward
 * @param loss with the gradients of all embeddings
 * @param backward both encoders backward; in parts, each runs forward once more before
 * @param update the gradients' norm and the optimiser
 */
record TimePlan(double embed, double loss, double backward, double update) {

  static TimePlan of(PlanOptions options, Calibration calibration) {
    EncoderCost encoders = calibration.encoders();
    return new TimePlan(
        encoders.embedSecondsAt(options.batch()),
        calibration.lossSecondsAt(options.loss(), options.batch()),
        encoders.backwardSecondsAt(options.batch()),
        calibration.optimizerSeconds());
  }

  double step() {
    return embed + loss + backward + update;
  }
}
