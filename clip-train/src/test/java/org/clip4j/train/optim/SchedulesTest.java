package org.clip4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Values of open_clip 3.3.0's {@code open_clip_train.scheduler}. */
class SchedulesTest {

  private static final double[] COSINE = {
    0.0006666666666666666,
    0.0013333333333333333,
    0.002,
    0.002,
    0.0019396926207859084,
    0.001766044443118978,
    0.0015,
    0.0011736481776669307,
    0.0008263518223330697,
    0.0005000000000000002,
    0.0002339555568810221,
    6.0307379214091684e-05
  };
  private static final double[] CONSTANT = {
    0.0006666666666666666,
    0.0013333333333333333,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002
  };
  private static final double[] COOLDOWN = {
    0.0006666666666666666,
    0.0013333333333333333,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.0016,
    0.0012,
    0.0008,
    0.0003999999999999999
  };
  private static final double[] COOLDOWN_SQUARED_TO_1E4 = {
    0.0006666666666666666,
    0.0013333333333333333,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.002,
    0.0013160000000000003,
    0.000784,
    0.00040400000000000006,
    0.00017599999999999997
  };

  @Test
  void eachIsOpenClips() {
    assertFollows(COSINE, new WarmupCosine(2e-3, 3, 12));
    assertFollows(CONSTANT, new WarmupConstant(2e-3, 3));
    assertFollows(COOLDOWN, new WarmupCooldown(2e-3, 3, 12, 5, 1, 0));
    assertFollows(COOLDOWN_SQUARED_TO_1E4, new WarmupCooldown(2e-3, 3, 12, 5, 2, 1e-4));
  }

  private static void assertFollows(double[] expected, Schedule schedule) {
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.learningRate(step), 1e-17, schedule + " " + step);
    }
  }

  @Test
  void impossibleNumbersAreRefused() {
    refused("cooldown_steps", () -> new WarmupCooldown(1, 0, 10, 0, 1, 0));
    refused("at most the steps of the run, 10", () -> new WarmupCooldown(1, 0, 10, 11, 1, 0));
    refused("cooldown_power", () -> new WarmupCooldown(1, 0, 10, 5, 0, 0));
    refused("cooldown_end_lr", () -> new WarmupCooldown(1, 0, 10, 5, 1, -1));
    refused("positive lr", () -> new WarmupConstant(Double.NaN, 0));
    refused("warmup_steps", () -> new WarmupConstant(1, -1));
  }

  private static void refused(String words, Runnable made) {
    String said = assertThrows(IllegalArgumentException.class, made::run).getMessage();
    assertTrue(said.contains(words), said);
  }
}
