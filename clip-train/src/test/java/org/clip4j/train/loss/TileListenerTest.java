package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.tensor.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A loss tells of its tiles, and can be ended behind each. */
class TileListenerTest {

  private static final int BATCH = 5;

  /** Nine tiles of up to two rows and columns; InfoNCE goes over them twice. */
  @ParameterizedTest
  @CsvSource({"infonce, 18", "sigmoid, 9"})
  void hearsOfEveryTileAndMayEndTheLoss(String name, int tiles) {
    AtomicInteger told = new AtomicInteger();
    run(name, told::incrementAndGet);
    assertEquals(tiles, told.get());
    for (int last = 1; last <= tiles; last++) {
      int end = last;
      AtomicInteger until = new AtomicInteger();
      TileListener listener =
          () -> {
            if (until.incrementAndGet() == end) {
              throw new IllegalStateException("enough");
            }
          };
      assertThrows(IllegalStateException.class, () -> run(name, listener));
      assertEquals(last, until.get());
    }
  }

  private static void run(String name, TileListener listener) {
    try (Pairs pairs = Pairs.inDouble(BATCH, 3, 1);
        Arena arena = new Arena(DataType.DOUBLE)) {
      LossInputs inputs =
          LossInputs.whole(pairs.images, pairs.texts, new LogitMap(1, -2)).heardBy(listener);
      Losses.named(name)
          .withTile(2)
          .compute(new Nd4jKernels(), arena, inputs, pairs.dImages, pairs.dTexts);
    }
  }
}
