package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
}
