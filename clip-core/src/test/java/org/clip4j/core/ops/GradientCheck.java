package org.clip4j.core.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.parameters.Initializer;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Holds backwards against central differences, in double precision: the checked function is the sum
 * of an operation's results, each weighted by a random number.
 */
final class GradientCheck implements AutoCloseable {

  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 2e-8;

  private final ParameterSet set = new ParameterSet();
  private final List<Parameter> parameters = new ArrayList<>();

  /** Declares something that the gradient is checked for. */
  Parameter parameter(long... shape) {
    Parameter p = set.root().parameter("p" + parameters.size(), Initializer.normal(0.8), shape);
    parameters.add(p);
    return p;
  }

  /**
   * A parameter as an input of an operation, so that gradients with respect to inputs are checked
   * too.
   */
  static Variable input(Tape tape, Parameter p) {
    int rows = p.value().rows();
    int[] all = new int[rows];
    java.util.Arrays.setAll(all, i -> i);
    return GatherOp.apply(tape, GatherOp.from(p, all));
  }

  /** Checks every entry of every declared parameter. */
  void check(Function<Tape, Variable> function) {
    set.allocate(DataType.DOUBLE, true);
    set.initialize(11);
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tape tape = new Tape(new Nd4jKernels(), arena, true);
      Variable y = function.apply(tape);
      y.seedGradient(weights(arena, y.value()));
      set.zeroGradients();
      tape.backward();
    }
    for (Parameter p : parameters) {
      for (long i = 0; i < p.length(); i++) {
        double kept = p.value().get(i);
        p.value().set(i, kept + STEP);
        double above = value(function);
        p.value().set(i, kept - STEP);
        double below = value(function);
        p.value().set(i, kept);
        double expected = (above - below) / (2 * STEP);
        assertEquals(
            expected,
            p.gradient().get(i),
            TOLERANCE * Math.max(1, Math.abs(expected)),
            p + " at " + i);
      }
    }
  }

  private double value(Function<Tape, Variable> function) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tape tape = new Tape(new Nd4jKernels(), arena, false);
      Tensor y = function.apply(tape).value();
      return tape.kernels().dot(y, weights(arena, y));
    }
  }

  private static Tensor weights(Arena arena, Tensor like) {
    DeterministicRandom random = DeterministicRandom.of(5);
    Tensor w = arena.take(like.shape());
    for (long i = 0; i < w.length(); i++) {
      w.set(i, random.nextGaussian());
    }
    return w;
  }

  @Override
  public void close() {
    set.close();
  }
}
