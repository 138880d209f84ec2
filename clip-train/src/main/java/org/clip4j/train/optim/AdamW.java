package org.clip4j.train.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clip4j.core.kernels.AdamWStep;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;

/**
 * AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) with PyTorch's arithmetic: the epsilon
 * stands inside the bias correction. Its moments live outside the step's arena.
 */
public final class AdamW implements AutoCloseable {

  private final AdamWConfig config;
  private final List<State> states = new ArrayList<>();
  private final Block firstMoments;
  private final Block secondMoments;
  private long steps;

  /** An optimiser that has made no step yet. */
  public AdamW(ParameterSet parameters, AdamWConfig config) {
    this.config = config;
    long total = parameters.count();
    this.firstMoments = Block.allocate(parameters.type(), total);
    this.secondMoments = Block.allocate(parameters.type(), total);
    long offset = 0;
    for (Parameter p : parameters.all()) {
      states.add(
          new State(
              p,
              config.decayRule().decays(p) ? config.weightDecay() : 0,
              firstMoments.tensor(offset, p.shape()),
              secondMoments.tensor(offset, p.shape())));
      offset += p.length();
    }
  }

  /**
   * Updates all parameters from their gradients.
   *
   * @param gradientScale what the gradients are multiplied by as they are read (clipping)
   */
  public void step(Kernels kernels, double learningRate, double gradientScale) {
    steps++;
    for (State s : states) {
      kernels.adamW(
          s.parameter.value(),
          s.parameter.gradient(),
          s.first,
          s.second,
          new AdamWStep(
              learningRate, config.beta1(), config.beta2(), config.epsilon(), s.decay, steps),
          gradientScale);
    }
  }

  /** Updates made so far. */
  public long steps() {
    return steps;
  }

  /**
   * Goes on from a checkpoint: the tensors of {@link #moments()} have been filled by the caller.
   */
  public void resumeAt(long stepsMade) {
    this.steps = stepsMade;
  }

  /**
   * The moments by name, for checkpoints: {@code exp_avg.NAME} and {@code exp_avg_sq.NAME}, the
   * names PyTorch's optimiser state has.
   */
  public Map<String, Tensor> moments() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (State s : states) {
      all.put("exp_avg." + s.parameter.name(), s.first);
      all.put("exp_avg_sq." + s.parameter.name(), s.second);
    }
    return all;
  }

  @Override
  public void close() {
    firstMoments.close();
    secondMoments.close();
  }

  private record State(Parameter parameter, double decay, Tensor first, Tensor second) {}
}
