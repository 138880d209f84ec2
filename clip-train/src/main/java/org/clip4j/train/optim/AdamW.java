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
  private final TowerRates rates;
  private final AdamWConfig config;
  private final List<Stretch> stretches = new ArrayList<>();
  private final Block firstMoments;
  private final Block secondMoments;
  private long steps;

  /** An optimiser that has made no step yet, for which all parameters learn alike. */
  public AdamW(ParameterSet parameters, AdamWConfig config) {
    this(parameters, config, TowerRates.SAME);
  }

  /**
   * An optimiser that has made no step yet. For what does not learn it keeps no moments.
   *
   * @param rates which parameters learn, and how fast
   */
  public AdamW(ParameterSet parameters, AdamWConfig config, TowerRates rates) {
    this.parameters = parameters;
    this.config = config;
    this.rates = rates;
    long moments = 0;
    for (ParameterSet.Place place : learning()) {
      double decay = config.decayRule().decays(place.parameter()) ? config.weightDecay() : 0;
      double rate = rates.factor(place.parameter());
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).goesOn(place, decay, rate)) {
        Stretch s = stretches.get(last);
        stretches.set(last, new Stretch(s.from, place.end(), s.moments, decay, rate));
      } else {
        stretches.add(new Stretch(place.offset(), place.end(), moments, decay, rate));
      }
      moments += place.end() - place.offset();
    }
    this.firstMoments = Block.allocate(parameters.type(), moments);
    this.secondMoments = Block.allocate(parameters.type(), moments);
  }

  private List<ParameterSet.Place> learning() {
    return parameters.places().stream().filter(p -> rates.learns(p.parameter())).toList();
  }

  /**
   * Parameters side by side that decay and learn alike; one pass of the kernel.
   *
   * @param moments where theirs begin
   */
  private record Stretch(long from, long to, long moments, double decay, double rate) {
    boolean goesOn(ParameterSet.Place place, double nextDecay, double nextRate) {
      return to == place.offset() && decay == nextDecay && rate == nextRate;
    }
  }

  /**
   * Updates all parameters that learn from their gradients.
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
          firstMoments.tensor(s.moments, s.to - s.from),
          secondMoments.tensor(s.moments, s.to - s.from),
          new AdamWStep(
              learningRate * s.rate,
              config.beta1(),
              config.beta2(),
              config.epsilon(),
              s.decay,
              steps),
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
    long moments = 0;
    for (ParameterSet.Place place : learning()) {
      Parameter p = place.parameter();
      all.put("exp_avg." + p.name(), firstMoments.tensor(moments, p.shape()));
      all.put("exp_avg_sq." + p.name(), secondMoments.tensor(moments, p.shape()));
      moments += place.end() - place.offset();
    }
    return all;
  }

  @Override
  public void close() {
    firstMoments.close();
    secondMoments.close();
  }
}
