package org.clip4j.core.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.core.kernels.Activation;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.ops.Tape;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
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

  private record Encoded(INDArray values, long bytes) {}

  private static Encoded encode(DataType type, int layers, boolean recording) {
    try (ParameterSet set = new ParameterSet();
        Arena arena = new Arena(type)) {
      Transformer transformer =
          new Transformer(
              set.root().child("transformer"),
              new TransformerShape(WIDTH, layers, 2, 4 * WIDTH, Activation.GELU, true));
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
