package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class LossInputsTest {

  @ParameterizedTest
  @CsvSource({"3,4,2", "4,3,2", "0,0,2", "3,3,5"})
  void aWholeBatchPairsUp(int images, int texts, int width) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor a = arena.take(images, 2);
      Tensor b = arena.take(texts, width);
      LogitMap map = LogitMap.ofLogScale(1);
      assertThrows(IllegalArgumentException.class, () -> LossInputs.whole(a, b, map));
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "3", "2147483647"})
  void rowsLieWithinTheColumns(int first) {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = arena.take(3, 2);
      Tensor texts = arena.take(5, 2);
      LogitMap map = LogitMap.ofLogScale(1);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new LossInputs(images, texts, first, map, ColumnExchange.ONE_MACHINE));
      assertTrue(e.getMessage().contains("number " + first), e.getMessage());
      assertEquals(
          2, new LossInputs(images, texts, 2, map, ColumnExchange.ONE_MACHINE).ownTexts().size(-1));
    }
  }

  private static String refusal(
      ContrastiveLoss loss, LossInputs inputs, Arena arena, Tensor dImages, Tensor dTexts) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> loss.compute(new Nd4jKernels(), arena, inputs, dImages, dTexts))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"infonce", "sigmoid"})
  void gradientsHavePlacesOfTheirOwnOfTheRightShape(String name) {
    ContrastiveLoss loss = Losses.named(name);
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = arena.take(3, 2);
      Tensor texts = arena.take(3, 2);
      Tensor good = arena.take(3, 2);
      LossInputs inputs = LossInputs.whole(images, texts, LogitMap.ofLogScale(1));
      for (Tensor bad : List.of(arena.take(4, 2), arena.take(2, 2), arena.take(3, 3))) {
        String shapes = "are to be shaped as";
        assertTrue(refusal(loss, inputs, arena, bad, good).contains(shapes));
        assertTrue(refusal(loss, inputs, arena, good, bad).contains(shapes));
      }
      String memory = "not to lie where the embeddings do";
      assertTrue(refusal(loss, inputs, arena, images, good).contains(memory));
      assertTrue(refusal(loss, inputs, arena, good, texts).contains(memory));
    }
  }

  @Test
  void anExchangeAnswersWithAsManySums() {
    try (Arena arena = new Arena(DataType.DOUBLE)) {
      Tensor images = arena.take(2, 2);
      Tensor texts = arena.take(3, 2);
      LossInputs inputs =
          new LossInputs(images, texts, 0, LogitMap.ofLogScale(1), own -> new double[3]);
      String line = refusal(new InfoNceLoss(), inputs, arena, arena.take(2, 2), arena.take(3, 2));
      assertEquals("The exchange of columns answered 3 sums where it was given 6", line);
    }
  }
}
