package example;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossCheck;
import org.clip4j.train.loss.Losses;
import org.junit.jupiter.api.Test;

class SquaredHingeLossTest {

  /** Gradients against central differences, tiles, shares of several machines. */
  @Test
  void keepsWhatEveryLossKeeps() {
    LossCheck.check(new SquaredHingeLoss(), new LogitMap(0.3, -0.4));
  }

  @Test
  void isFoundByItsName() {
    assertInstanceOf(SquaredHingeLoss.class, Losses.named("squared_hinge"));
  }
}
