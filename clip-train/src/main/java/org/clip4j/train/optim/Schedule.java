package org.clip4j.train.optim;

/** The learning rate of every step, with open_clip's counting. */
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param step counted from 0
   */
  double learningRate(long step);
}
