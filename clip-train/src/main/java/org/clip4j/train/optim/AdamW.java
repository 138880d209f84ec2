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

  private final ParameterSet parameters;
  private final AdamWConfig config;
  private final List<Stretch> stretches = new ArrayList<>();
  private final Block firstMoments;
  private final Block secondMoments;
  private long steps;

  /** An optimiser that has made no step yet. */
  public AdamW(ParameterSet parameters, AdamWConfig config) {
    this.parameters = parameters;
    this.config = config;
    this.firstMoments = Block.allocate(parameters.type(), parameters.flatLength());
    this.secondMoments = Block.allocate(parameters.type(), parameters.flatLength());
    for (ParameterSet.Place place : parameters.places()) {
      double decay = config.decayRule().decays(place.parameter()) ? config.weightDecay() : 0;
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).decay == decay) {
        stretches.set(last, new Stretch(stretches.get(last).from, place.end(), decay));
      } else {
        stretches.add(new Stretch(place.offset(), place.end(), decay));
      }
    }
  }

  /** Parameters side by side that decay alike; one pass of the kernel. */
  private record Stretch(long from, long to, double decay) {}

  /**
   * Updates all parameters from their gradients.
   *
   * @param gradientScale what the gradients are multiplied by as they are read (clipping)
   */
  public void step(Kernels kernels, double learningRate, double gradientScale) {
    steps++;
    Tensor values = parameters.flatValues();
    Tensor gradients = parameters.flatGradients();
    for (Stretch s : stretches) {
      kernels.adamW(
          values.slice(s.from, s.to),
          gradients.slice(s.from, s.to),
          firstMoments.tensor(s.from, s.to - s.from),
          secondMoments.tensor(s.from, s.to - s.from),
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
    for (ParameterSet.Place place : parameters.places()) {
      Parameter p = place.parameter();
      all.put("exp_avg." + p.name(), firstMoments.tensor(place.offset(), p.shape()));
      all.put("exp_avg_sq." + p.name(), secondMoments.tensor(place.offset(), p.shape()));
    }
    return all;
  }

  @Override
  public void close() {
    firstMoments.close();
    secondMoments.close();
  }
}
