package org.clip4j.examples.plan;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.encoders.ClipModel;

/** Both encoders on some pairs of noise, as a step runs them. */
interface EncoderProbe extends AutoCloseable {

  /** A probe of the step that is planned, on {@code pairs} pairs. */
  static EncoderProbe of(ClipModel model, Kernels kernels, PlanOptions options, int pairs) {
    return options.inParts()
        ? new PartProbe(model, kernels, options, pairs)
        : new WholeProbe(model, kernels, options, pairs);
  }

  /** A pass that no backward follows, where the step has one; else nothing. */
  void forward();

  /** Leaves gradients of nothing in particular in the model's parameters. */
  void forwardAndBackward();

  /** The most native bytes in use so far: activations, their gradients, the pictures. */
  long bytes();

  @Override
  void close();
}
