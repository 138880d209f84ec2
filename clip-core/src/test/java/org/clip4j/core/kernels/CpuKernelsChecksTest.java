package org.clip4j.core.kernels;

import static org.clip4j.core.kernels.Twins.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What does not fit is refused in one line, before anything is written. */
class CpuKernelsChecksTest {

  private static final CpuKernels KERNELS = new CpuKernels(2);

  private static void refuses(
      Class<? extends Exception> type, String message, Consumer<Tensor[]> call, long[]... shapes) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] t = Twins.fill(arena, shapes);
      assertEquals(message, assertThrows(type, () -> call.accept(t)).getMessage());
    }
  }

  private static void refuses(String message, Consumer<Tensor[]> call, long[]... shapes) {
    refuses(IllegalArgumentException.class, message, call, shapes);
  }

  @Test
  void shapes() {
    refuses(
        "gemm: the right factor needs 4 rows of 4, not FLOAT[5, 4]",
        t -> KERNELS.gemm(false, false, 1, t[0], t[1], 0, t[2]),
        shape(3, 4),
        shape(5, 4),
        shape(3, 5));
    refuses(
        "gemm: the result needs 3 rows of 5, not FLOAT[5, 3]",
        t -> KERNELS.gemm(false, true, 1, t[0], t[1], 0, t[2]),
        shape(3, 4),
        shape(5, 4),
        shape(5, 3));
    refuses(
        "addBias: the bias needs 4 elements, not FLOAT[3]",
        t -> KERNELS.addBias(t[0], t[1], t[0]),
        shape(3, 4),
        shape(3));
    refuses(
        "layerNorm: [FLOAT[3, 4], FLOAT[4, 3]] need the same rows and columns",
        t -> KERNELS.layerNorm(t[0], t[2], t[2], 1e-5, t[1], t[3], t[3]),
        shape(3, 4),
        shape(4, 3),
        shape(4),
        shape(3));
    refuses(
        "axpy: [FLOAT[3, 4], FLOAT[3, 5]] need equally many elements",
        t -> KERNELS.axpy(1, t[0], t[1]),
        shape(3, 4),
        shape(3, 5));
    refuses(
        "patchify: FLOAT[1, 3, 8, 3] has no room for a patch of 4 x 4",
        t -> KERNELS.patchify(t[0], 4, t[1]),
        shape(1, 3, 8, 3),
        shape(2, 48));
  }

  @Test
  void sigmoidShapes() {
    refuses(
        "sigmoidGradient: the loss of each row needs 3 elements, not FLOAT[4]",
        t -> KERNELS.sigmoidGradient(t[0], 1, t[1]),
        shape(3, 4),
        shape(4));
  }

  @Test
  void sumsOfAnotherLength() {
    refuses(
        "addSums: the rows' sum needs 3 elements, not 4",
        t -> KERNELS.addSums(t[0], new double[4], new double[4]),
        shape(3, 4));
    refuses(
        "addSums: the columns' sum needs 4 elements, not 3",
        t -> KERNELS.addSums(t[0], new double[3], new double[3]),
        shape(3, 4));
  }

  @Test
  void attentionShapes() {
    refuses(
        "attention: 12 columns are not 3 times a width of 3 heads",
        t -> KERNELS.attention(t[0], Sequences.uniform(1, 5), 3, false, t[1], t[2]),
        shape(5, 12),
        shape(5, 4),
        shape(5, 3));
    refuses(
        "attention: sequences of 6 rows do not fit FLOAT[5, 12]",
        t -> KERNELS.attention(t[0], Sequences.uniform(2, 3), 2, false, t[1], t[2]),
        shape(5, 12),
        shape(5, 4),
        shape(5, 2));
  }

  @Test
  void indexPastTheTable() {
    String end = ": index 1 is 3, past the 3 rows of FLOAT[3, 4]";
    int[] index = {0, 3};
    refuses(
        IndexOutOfBoundsException.class,
        "gatherRows" + end,
        t -> KERNELS.gatherRows(t[0], index, t[1], false),
        shape(3, 4),
        shape(2, 4));
    refuses(
        IndexOutOfBoundsException.class,
        "scatterAddRows" + end,
        t -> KERNELS.scatterAddRows(t[1], index, t[0]),
        shape(3, 4),
        shape(2, 4));
  }

  @Test
  void doubles() {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor x = arena.zeros(2, 2);
      String message =
          assertThrows(IllegalArgumentException.class, () -> KERNELS.scale(2, x)).getMessage();
      assertEquals(
          "scale: the CPU kernels compute FLOAT, not DOUBLE[2, 2]; take Nd4jKernels", message);
    }
  }

  @Test
  void noRowsAreNoWork() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor none = arena.take(0, 4);
      Tensor c = arena.take(4, 4);
      c.set(5, 7);
      KERNELS.gemm(true, false, 1, none, none, 1, c);
      assertEquals(7, c.get(5));
      KERNELS.gemm(true, false, 1, none, none, 0, c);
      assertEquals(0, c.get(5));
      KERNELS.addBias(none, arena.zeros(4), none);
      KERNELS.gatherRows(c, new int[0], none, false);
      assertEquals(0, KERNELS.dot(none, none));
    }
  }
}
