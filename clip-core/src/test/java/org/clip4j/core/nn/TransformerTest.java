package org.clip4j.core.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clip4j.core.kernels.Activation;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.ops.GatherOp;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.ops.Variable;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class TransformerTest {

  private static final int WIDTH = 32;
  private static final int ROWS = 1200;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void withoutRecordingGivesTheSameInLessMemory(DataType type) {
    assertEquals(encode(type, 3, true).values, encode(type, 3, false).values);
    long shallow = encode(type, 3, false).bytes;
    long deep = encode(type, 12, false).bytes;
    assertEquals(shallow, deep);
    assertTrue(encode(type, 12, true).bytes > 3 * deep, "the recording pass keeps every layer");
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT"})
  void aRecordingTapeGivesNothingBack(DataType type) {
    try (Arena arena = new Arena(type)) {
      Tape tape = new Tape(KernelSelector.of(type), arena, true);
      assertThrows(IllegalStateException.class, tape::frame);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void readingOneRowASequenceIsComputingAllAndReadingIt(DataType type) {
    for (boolean causal : new boolean[] {false, true}) {
      List<INDArray> all =
          gradients(
              type,
              causal,
              false,
              (t, tape, x, s, rows) ->
                  GatherOp.apply(tape, GatherOp.from(t.forward(tape, x, s), rows)));
      List<INDArray> read =
          gradients(type, causal, false, (t, tape, x, s, rows) -> t.forwardRead(tape, x, s, rows));
      double tolerance = type == DataType.DOUBLE ? 1e-12 : 1e-5;
      for (int i = 0; i < all.size(); i++) {
        double scale = Math.max(1, all.get(i).amaxNumber().doubleValue());
        double difference = all.get(i).sub(read.get(i)).amaxNumber().doubleValue();
        assertEquals(0, difference / scale, tolerance, "result " + i + ", causal " + causal);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void checkpointingGivesTheSameBits(DataType type) {
    assertEquals(
        gradients(type, true, false, (t, tape, x, s, rows) -> t.forwardRead(tape, x, s, rows)),
        gradients(type, true, true, (t, tape, x, s, rows) -> t.forwardRead(tape, x, s, rows)));
  }

  @Test
  void checkpointingKeepsTheInputOfEachBlockAlone() {
    assertTrue(
        trainingBytes(12, true) - trainingBytes(4, true)
            < (trainingBytes(12, false) - trainingBytes(4, false)) / 8);
  }

  @Test
  void onlyTheLastRowSeesAllUnderACausalMask() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            gradients(
                DataType.FLOAT,
                true,
                false,
                (t, tape, x, s, rows) -> {
                  rows[1]--;
                  return t.forwardRead(tape, x, s, rows);
                }));
  }

  @FunctionalInterface
  private interface Reader {
    Variable read(Transformer transformer, Tape tape, Variable x, Sequences sequences, int[] rows);
  }

  private static long trainingBytes(int layers, boolean checkpointing) {
    try (ParameterSet set = new ParameterSet();
        Arena arena = new Arena(DataType.FLOAT)) {
      Transformer transformer = transformer(set, layers, true);
      set.allocate(DataType.FLOAT, true);
      set.initialize(5);
      for (int step = 0; step < 2; step++) {
        arena.reset();
        Tape tape = tape(KernelSelector.of(DataType.FLOAT), arena, checkpointing);
        Variable x = tape.variable(tape.zeros(ROWS, WIDTH));
        Variable y = transformer.forward(tape, x, Sequences.uniform(ROWS / 20, 20));
        set.zeroGradients();
        y.seedGradient(x.value());
        tape.backward();
      }
      return arena.bytes();
    }
  }

  private static Tape tape(Kernels kernels, Arena arena, boolean checkpointing) {
    return checkpointing ? Tape.checkpointing(kernels, arena) : new Tape(kernels, arena, true);
  }

  private static Transformer transformer(ParameterSet set, int layers, boolean causal) {
    return new Transformer(
        set.root().child("transformer"),
        new TransformerShape(WIDTH, layers, 2, 4 * WIDTH, Activation.GELU, causal));
  }

  /** The rows read, and then the gradients of the input and of all parameters. */
  private static List<INDArray> gradients(
      DataType type, boolean causal, boolean checkpointing, Reader reader) {
    Sequences sequences = Sequences.ofLengths(5, 1, 20, 9);
    try (ParameterSet set = new ParameterSet();
        Arena arena = new Arena(type)) {
      Transformer transformer = transformer(set, 3, causal);
      set.allocate(type, true);
      set.initialize(5);
      Tape tape = tape(KernelSelector.of(type), arena, checkpointing);
      Variable x = tape.variable(tape.take(sequences.rows(), WIDTH));
      for (int i = 0; i < x.value().length(); i++) {
        x.value().set(i, Math.sin(i));
      }
      int[] last = new int[sequences.count()];
      Arrays.setAll(last, i -> sequences.start(i + 1) - 1);
      Variable y = reader.read(transformer, tape, x, sequences, last).keep();
      Tensor seed = arena.take(y.value().shape());
      for (int i = 0; i < seed.length(); i++) {
        seed.set(i, Math.cos(3 * i));
      }
      y.seedGradient(seed);
      set.zeroGradients();
      tape.backward();
      List<INDArray> results = new ArrayList<>(List.of(y.value().copy(), x.gradient().copy()));
      set.all().forEach(p -> results.add(p.gradient().copy()));
      return results;
    }
  }

  private record Encoded(INDArray values, long bytes) {}

  private static Encoded encode(DataType type, int layers, boolean recording) {
    try (ParameterSet set = new ParameterSet();
        Arena arena = new Arena(type)) {
      Transformer transformer = transformer(set, layers, true);
      set.allocate(type, false);
      set.initialize(5);
      Tape tape = new Tape(KernelSelector.of(type), arena, recording);
      Tensor x = tape.take(ROWS, WIDTH);
      for (int i = 0; i < x.length(); i++) {
        x.set(i, Math.sin(i));
      }
      Tensor y =
          transformer.forward(tape, tape.constant(x), Sequences.uniform(ROWS / 20, 20)).value();
      return new Encoded(y.copy(), arena.bytes());
    }
  }
}
