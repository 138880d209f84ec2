package org.clip4j.core.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArenaTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void tensorsDoNotOverlap(DataType type) {
    try (Arena arena = new Arena(type)) {
      List<Tensor> all = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        Tensor t = arena.take(i, 37 * i % 11 + 1);
        t.array().assign(i);
        all.add(t);
      }
      for (int i = 1; i <= 50; i++) {
        INDArray array = all.get(i - 1).array();
        assertEquals(i, array.minNumber().doubleValue());
        assertEquals(i, array.maxNumber().doubleValue());
      }
    }
  }

  @Test
  void allocatesNothingOnceItHasGrown() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      for (int step = 0; step < 5; step++) {
        arena.reset();
        for (int i = 0; i < 20; i++) {
          arena.take(300, 100);
        }
      }
      long bytes = arena.bytes();
      assertTrue(bytes >= 20L * 300 * 100 * 4);
      for (int step = 0; step < 50; step++) {
        arena.reset();
        for (int i = 0; i < 20; i++) {
          arena.take(300, 100);
        }
        assertEquals(bytes, arena.bytes());
      }
    }
  }

  @Test
  void zerosAreZeroAlsoInUsedMemory() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      arena.take(1000).array().assign(7);
      arena.reset();
      assertEquals(0, arena.zeros(1000).array().amaxNumber().doubleValue());
    }
  }

  /** A window of the matrix, wherever in the block the tensor lies. */
  @Property(tries = 40)
  void windowsSeeTheRowsAndColumnsTheyName(
      @ForAll @Size(4) List<@IntRange(min = 0, max = 5) Integer> corner,
      @ForAll @IntRange(min = 0, max = 900) int before) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      arena.take(before + 1);
      Tensor t = arena.take(11, 12);
      for (int i = 0; i < t.length(); i++) {
        t.set(i, i);
      }
      int row = corner.get(0);
      int column = corner.get(1);
      INDArray window =
          t.window(row, row + corner.get(2) + 1L, column, column + corner.get(3) + 1L);
      for (int r = 0; r <= corner.get(2); r++) {
        for (int c = 0; c <= corner.get(3); c++) {
          assertEquals((row + r) * 12 + column + c, window.getDouble(r, c));
        }
      }
    }
  }

  @Test
  void framesGiveBackWhatWasTakenSinceAndNoMore() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor kept = arena.take(100_000);
      kept.array().assign(1);
      long bytes = 0;
      for (int i = 0; i < 20; i++) {
        try (Arena.Frame outer = arena.frame()) {
          // Several blocks: each is larger than what is left of the one before.
          Tensor first = arena.take(200_000);
          first.array().assign(2);
          try (Arena.Frame inner = arena.frame()) {
            arena.take(300_000).array().assign(3);
          }
          arena.take(250_000).array().assign(4);
          assertEquals(2, first.array().maxNumber().doubleValue());
        }
        if (i == 0) {
          bytes = arena.bytes();
        }
        assertEquals(bytes, arena.bytes());
      }
      assertEquals(1, kept.array().maxNumber().doubleValue());
    }
  }

  @Test
  void whatIsGivenBackIsTakenAgainByTheNextOfItsSize() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor first = arena.take(100, 3);
      Tensor second = arena.take(300);
      arena.giveBack(first);
      assertThrows(IllegalStateException.class, () -> arena.giveBack(first));
      assertNotEquals(first.pointer().address(), arena.take(400).pointer().address());
      assertEquals(first.pointer().address(), arena.take(3, 100).pointer().address());
      assertNotEquals(second.pointer().address(), arena.take(300).pointer().address());
      try (Arena other = new Arena(DataType.FLOAT)) {
        assertThrows(IllegalArgumentException.class, () -> other.giveBack(second));
      }
    }
  }

  @Test
  void framesKeepWhatIsGivenBackApart() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor before = arena.take(300);
      Tensor inside;
      try (Arena.Frame frame = arena.frame()) {
        inside = arena.take(300);
        arena.giveBack(inside);
        arena.giveBack(before);
        assertEquals(inside.pointer().address(), arena.take(300).pointer().address());
        // What lay before the frame is free for later, and not in it: closing would lose it.
        assertNotEquals(before.pointer().address(), arena.take(300).pointer().address());
      }
      assertEquals(before.pointer().address(), arena.take(300).pointer().address());
      assertEquals(inside.pointer().address(), arena.take(300).pointer().address());
    }
  }

  @Test
  void givingBackKeepsTheArenaAsSmallAsWhatIsInUse() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      for (int step = 0; step < 3; step++) {
        arena.reset();
        for (int i = 0; i < 100; i++) {
          Tensor t = arena.take(1 << 16);
          arena.giveBack(arena.take(1 << 14));
          arena.giveBack(t);
        }
      }
      assertTrue(arena.bytes() < 1 << 20, "bytes " + arena.bytes());
    }
  }

  @Test
  void viewsShareTheMemory() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      arena.take(3);
      Tensor t = arena.zeros(4, 3);
      t.slice(1, 3).reshape(6).set(4, 5);
      assertEquals(5, t.get(7));
      assertEquals(5, t.array().getDouble(2, 1));
      assertEquals(5, t.floats().get(7));
      assertEquals(5, t.pointer().get(7));
      Tensor scalar = arena.take();
      scalar.set(0, 2.5);
      assertEquals(0, scalar.rank());
      assertEquals(2.5, scalar.array().getDouble(0));
      assertArrayEquals(new long[0], scalar.array().shape());
    }
  }

  @Test
  void wrapsArraysWithoutCopyAndCopiesWhatIsNotDense() {
    INDArray dense = Nd4j.create(new float[][] {{0, 1, 2}, {3, 4, 5}});
    Tensor.of(dense).set(1, 9);
    assertEquals(9, dense.getDouble(0, 1));
    Tensor transposed = Tensor.of(dense.transpose());
    assertArrayEquals(new long[] {3, 2}, transposed.shape());
    assertEquals(3, transposed.get(1));
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(Nd4j.createFromArray(1, 2)));
  }

  @Test
  void impossibleViewsAreRefused() {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor t = arena.take(4, 3);
      assertThrows(IllegalArgumentException.class, () -> t.reshape(5, 3));
      assertThrows(IllegalArgumentException.class, () -> t.slice(2, 5));
      assertThrows(IllegalArgumentException.class, () -> arena.take(-1));
      assertThrows(IllegalArgumentException.class, () -> t.assign(new float[3]));
    }
  }

  @Test
  void tooMuchMemoryIsRefusedWithTheFlagNamed() {
    OutOfMemoryError e =
        assertThrows(OutOfMemoryError.class, () -> Block.allocate(DataType.FLOAT, 1L << 36));
    assertTrue(e.getMessage().contains("-Dorg.bytedeco.javacpp.maxPhysicalBytes"), e.getMessage());
  }
}
