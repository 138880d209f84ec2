package org.clip4j.core.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class OperationGradientsTest {

  @Test
  void linear() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(5, 3);
      Parameter w = check.parameter(4, 3);
      Parameter b = check.parameter(4);
      check.check(t -> LinearOp.apply(t, GradientCheck.input(t, x), w, b));
    }
  }

  @Test
  void linearRows() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(5, 3);
      Parameter w = check.parameter(6, 3);
      Parameter b = check.parameter(6);
      check.check(
          t -> {
            Variable in = GradientCheck.input(t, x);
            Variable middle = LinearOp.applyRows(t, in, w, b, 1, 4);
            return AddOp.apply(t, middle, LinearOp.applyRows(t, in, w, b, 3, 6));
          });
    }
  }

  @Test
  void linearOntoAResidualThatIsUsedAgain() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(5, 4);
      Parameter w = check.parameter(4, 4);
      Parameter b = check.parameter(4);
      check.check(
          t -> {
            Variable in = GradientCheck.input(t, x);
            Variable once = LinearOp.applyOnto(t, in, in, w, b);
            return LinearOp.applyOnto(t, AddOp.apply(t, once, in), once, w, b);
          });
    }
  }

  @Test
  void aForgottenValueIsComputedOnceMore() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(5, 4);
      Parameter gain = check.parameter(4);
      Parameter bias = check.parameter(4);
      Parameter w = check.parameter(4, 4);
      check.check(
          t -> {
            Variable in = GradientCheck.input(t, x);
            Variable normed = LayerNormOp.apply(t, in, gain, bias, 1e-5);
            Variable y = LinearOp.applyOnto(t, in, normed, w, bias);
            normed.forget();
            // What is taken next lies where it lay.
            t.take(5, 4).array().assign(Double.NaN);
            return y;
          });
    }
  }

  @Test
  void checkpointOfAValueThatIsUsedTwice() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(5, 4);
      Parameter w = check.parameter(4, 4);
      Parameter b = check.parameter(4);
      check.check(
          t -> {
            Variable in = GradientCheck.input(t, x);
            Variable y =
                CheckpointOp.apply(t, in, (part, v) -> LinearOp.applyOnto(part, v, v, w, b));
            return AddOp.apply(
                t, CheckpointOp.apply(t, y, (part, v) -> AddOp.apply(part, v, v)), in);
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void queryAttention(int heads) {
    try (GradientCheck check = new GradientCheck()) {
      Parameter query = check.parameter(3, 6);
      Parameter keyValue = check.parameter(9, 2 * 6);
      Sequences sequences = Sequences.ofLengths(3, 1, 5);
      check.check(
          t ->
              QueryAttentionOp.apply(
                  t,
                  GradientCheck.input(t, query),
                  GradientCheck.input(t, keyValue),
                  sequences,
                  heads));
    }
  }

  @Test
  void queryAttentionOfValuesThatAreUsedTwice() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter query = check.parameter(3, 4);
      Parameter keyValue = check.parameter(9, 8);
      Sequences sequences = Sequences.ofLengths(3, 1, 5);
      check.check(
          t -> {
            Variable q = GradientCheck.input(t, query);
            Variable kv = GradientCheck.input(t, keyValue);
            Variable once = QueryAttentionOp.apply(t, q, kv, sequences, 2);
            return AddOp.apply(t, once, QueryAttentionOp.apply(t, q, kv, sequences, 1));
          });
    }
  }

  @Test
  void linearWithoutBiasFoldsConvolutionWeights() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(2, 12);
      Parameter w = check.parameter(4, 3, 2, 2);
      check.check(t -> LinearOp.apply(t, GradientCheck.input(t, x), w));
    }
  }

  @Test
  void projection() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(5, 3);
      Parameter p = check.parameter(3, 4);
      check.check(t -> ProjectionOp.apply(t, GradientCheck.input(t, x), p));
    }
  }

  @Test
  void layerNorm() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(4, 6);
      Parameter gain = check.parameter(6);
      Parameter bias = check.parameter(6);
      check.check(t -> LayerNormOp.apply(t, GradientCheck.input(t, x), gain, bias, 1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activatedLinear(Activation activation) {
    try (GradientCheck check = new GradientCheck()) {
      Parameter residual = check.parameter(4, 3);
      Parameter x = check.parameter(4, 5);
      Parameter c = check.parameter(5);
      Parameter w = check.parameter(3, 5);
      Parameter b = check.parameter(3);
      check.check(
          t -> {
            Variable in = GradientCheck.input(t, residual);
            Variable hidden = GradientCheck.input(t, x);
            Variable y = ActivatedLinearOp.applyOnto(t, in, activation, hidden, c, w, b);
            return AddOp.apply(t, y, in);
          });
    }
  }

  @Test
  void whatIsActivatedBelongsToTheOperationAlone() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(4, 4);
      Parameter bias = check.parameter(4);
      Parameter w = check.parameter(4, 4);
      assertThrows(
          IllegalStateException.class,
          () ->
              check.check(
                  t -> {
                    Variable in = GradientCheck.input(t, x);
                    Variable y =
                        ActivatedLinearOp.applyOnto(t, in, Activation.GELU, in, bias, w, bias);
                    return AddOp.apply(t, y, in);
                  }));
    }
  }

  /** As behind a part of a model that is locked. */
  @Test
  void anInputThatWantsNoGradient() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter c = check.parameter(5);
      Parameter w = check.parameter(3, 5);
      Parameter b = check.parameter(3);
      check.check(
          t -> {
            Variable residual = t.constant(counting(t, 4, 3));
            Variable x = t.constant(counting(t, 4, 5));
            return ActivatedLinearOp.applyOnto(t, residual, Activation.GELU, x, c, w, b);
          });
    }
    Sequences sequences = Sequences.ofLengths(3, 1, 5);
    try (GradientCheck check = new GradientCheck()) {
      Parameter query = check.parameter(3, 6);
      Parameter keyValue = check.parameter(9, 12);
      check.check(
          t -> {
            Variable q = GradientCheck.input(t, query);
            Variable kv = GradientCheck.input(t, keyValue);
            Variable still = t.constant(counting(t, 3, 6));
            Variable stillToo = t.constant(counting(t, 9, 12));
            Variable one = QueryAttentionOp.apply(t, q, stillToo, sequences, 2);
            Variable other = QueryAttentionOp.apply(t, still, kv, sequences, 2);
            Variable none = QueryAttentionOp.apply(t, still, stillToo, sequences, 2);
            return AddOp.apply(t, none, AddOp.apply(t, one, other));
          });
    }
    try (GradientCheck check = new GradientCheck()) {
      Parameter w = check.parameter(9, 3);
      check.check(
          t ->
              CheckpointOp.apply(
                  t,
                  t.constant(counting(t, 9, 9)),
                  (part, x) -> {
                    Variable seen = AttentionOp.apply(part, x, sequences, 1, true);
                    return AddOp.apply(
                        part, LinearOp.apply(part, seen, w), NormalizeOp.apply(part, x));
                  }));
    }
  }

  @ParameterizedTest
  @CsvSource({"false,1", "false,2", "true,1", "true,3"})
  void attention(boolean causal, int heads) {
    try (GradientCheck check = new GradientCheck()) {
      Parameter qkv = check.parameter(9, 3 * 6);
      Sequences sequences = Sequences.ofLengths(3, 1, 5);
      check.check(t -> AttentionOp.apply(t, GradientCheck.input(t, qkv), sequences, heads, causal));
    }
  }

  @Test
  void addWhereOneInputIsUsedTwice() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter a = check.parameter(3, 4);
      Parameter w = check.parameter(4, 4);
      check.check(
          t -> {
            Variable x = GradientCheck.input(t, a);
            Variable once = AddOp.apply(t, x, LinearOp.apply(t, x, w));
            return AddOp.apply(t, once, AddOp.apply(t, x, x));
          });
    }
  }

  @Test
  void gatherFromSeveralSourcesWithRepeatsAndGaps() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter table = check.parameter(5, 3);
      Parameter vector = check.parameter(3);
      Parameter x = check.parameter(4, 3);
      check.check(
          t ->
              GatherOp.apply(
                  t,
                  GatherOp.from(table, new int[] {4, 0, 0, -1, 2, 4}),
                  GatherOp.from(vector, new int[] {-1, 0, -1, -1, 0, 0}),
                  GatherOp.from(GradientCheck.input(t, x), new int[] {3, 3, -1, 1, 0, 2})));
    }
  }

  @Test
  void normalize() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter x = check.parameter(4, 5);
      check.check(t -> NormalizeOp.apply(t, GradientCheck.input(t, x)));
    }
  }

  @Test
  void patchesFeedAProductWithoutAGradientOfTheirOwn() {
    try (GradientCheck check = new GradientCheck()) {
      Parameter w = check.parameter(5, 3, 2, 2);
      check.check(t -> LinearOp.apply(t, PatchesOp.apply(t, counting(t, 2, 3, 4, 6), 2), w));
    }
    try (GradientCheck check = new GradientCheck()) {
      Parameter w = check.parameter(5, 3, 2, 2);
      check.check(t -> LinearOp.apply(t, PatchesOp.apply(t, counting(t, 2, 3, 5, 7), 2), w));
    }
    try (GradientCheck check = new GradientCheck()) {
      Parameter w = check.parameter(5, 3, 2, 2);
      int[] kept = {0, 7, 8};
      check.check(t -> LinearOp.apply(t, PatchesOp.apply(t, counting(t, 2, 3, 4, 6), 2, kept), w));
    }
  }

  @Test
  void patchesLieAsAConvolutionReadsThem() {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tape tape = new Tape(new Nd4jKernels(), arena, false);
      Tensor patches = PatchesOp.apply(tape, counting(tape, 1, 2, 4, 4), 2).value();
      double[] second = {2, 3, 6, 7, 18, 19, 22, 23};
      for (int i = 0; i < second.length; i++) {
        assertEquals(second[i] / 10, patches.get(second.length + i), 1e-15);
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> PatchesOp.apply(tape, counting(tape, 1, 3, 1, 4), 2));
    }
  }

  @Test
  void patchesThatAreKeptAreThoseOfAll() {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tape tape = new Tape(new Nd4jKernels(), arena, false);
      Tensor images = counting(tape, 2, 3, 5, 7);
      Tensor all = PatchesOp.apply(tape, images, 2).value();
      int[] rows = {1, 5, 6, 11};
      Tensor kept = PatchesOp.apply(tape, images, 2, rows).value();
      assertEquals(4 * 12, kept.length());
      for (int r = 0; r < rows.length; r++) {
        for (int i = 0; i < 12; i++) {
          assertEquals(all.get(12L * rows[r] + i), kept.get(12L * r + i), 0);
        }
      }
      Tensor small = counting(tape, 1, 3, 1, 4);
      assertThrows(
          IllegalArgumentException.class, () -> PatchesOp.apply(tape, small, 2, new int[] {0}));
    }
  }

  private static Tensor counting(Tape tape, long... shape) {
    Tensor t = tape.take(shape);
    for (long i = 0; i < t.length(); i++) {
      t.set(i, i / 10.0);
    }
    return t;
  }
}
