package org.clip4j.examples.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.train.config.KeepPictures;
import org.clip4j.train.loss.InfoNceLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.LossInputs;
import org.clip4j.train.loss.Losses;
import org.clip4j.train.loss.SigmoidLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class MemoryPlanTest {

  private static final Calibration MEASURED =
      new Calibration(new EncoderCost(8, 1, 3, 9000, 4, 5000), 64, 0.5, 0.25, 1_000_000, 5);

  @Test
  void partsAddUp() {
    MemoryPlan plan = MemoryPlan.of(PlanRun.options(64, 16, false), MEASURED);
    assertEquals(
        List.of(
            "process",
            "weights",
            "gradients",
            "optimizer",
            "activations",
            "embeddings",
            "loss",
            "batch",
            "read-ahead"),
        List.copyOf(plan.parts().keySet()));
    assertEquals(plan.parts().values().stream().mapToLong(Long::longValue).sum(), plan.total());
  }

  @Test
  void everyPartIsWhatItIsMadeOf() {
    PlanOptions options = PlanRun.options(64, 16, false);
    Map<String, Long> parts = MemoryPlan.of(options, MEASURED).parts();
    long weights = 4 * ClipModel.declare(options.model()).flatLength();
    assertEquals(1_000_000, parts.get("process"));
    assertEquals(weights, parts.get("weights"));
    assertEquals(weights, parts.get("gradients"));
    assertEquals(2 * weights, parts.get("optimizer"));
    assertEquals(1000 + 16 * 1000, parts.get("activations"));
    assertEquals(4 * 64 * 48 * 4, parts.get("embeddings"));
    int captions = 64 * 12 * 4;
    assertEquals(captions + 64 * (3 * 32 * 32 + 96), parts.get("batch"));
    Map<String, Long> encoded =
        MemoryPlan.of(PlanRun.options(64, 16, false, KeepPictures.ENCODED), MEASURED).parts();
    assertEquals(captions + 64 * 1000, encoded.get("batch"));
    Map<String, Long> whole = MemoryPlan.of(PlanRun.options(64, 64, false), MEASURED).parts();
    assertEquals(captions + 64 * 3 * 32 * 32 * 4, whole.get("batch"));
    // Of one part, the embeddings lie in the arena: they count once.
    assertEquals(65_000, whole.get("activations") + whole.get("embeddings"));
  }

  /** One tile or several, of the run's own size, as the loss itself takes them. */
  @ParameterizedTest
  @CsvSource({
    "infonce, 1024, 1",
    "infonce, 1024, 63",
    "infonce, 1024, 1024",
    "infonce, 1024, 1500",
    "infonce, 256, 1500",
    "infonce, 4096, 1500",
    "infonce, 256, 6000",
    "sigmoid, 1024, 1",
    "sigmoid, 1024, 1500",
    "sigmoid, 256, 1500",
    "sigmoid, 4096, 1500"
  })
  void lossTakesTilesAndSomeRows(String name, int tile, int batch) {
    PlannedLoss loss = new PlannedLoss(Losses.named(name), tile);
    Kernels kernels = KernelSelector.of(DataType.FLOAT, 1);
    try (Arena arena = new Arena(DataType.FLOAT);
        Block block = Block.allocate(DataType.FLOAT, 4L * batch * 4)) {
      Tensor[] rows = new Tensor[4];
      for (int i = 0; i < 4; i++) {
        rows[i] = block.tensor(4L * batch * i, batch, 4);
      }
      loss.loss()
          .compute(
              kernels,
              arena,
              LossInputs.whole(rows[0], rows[1], LogitMap.ofLogScale(1)),
              rows[2],
              rows[3]);
      long heap = PlannedLoss.SUMS * batch * Double.BYTES;
      assertEquals(arena.mostUsedBytes() + heap, loss.bytes(batch, 4), 4 << 10);
    }
  }

  @Test
  void theLossIsTheRunsOwn() {
    PlanOptions options = PlanRun.options(1500, 500, new SigmoidLoss(), 256);
    long planned = MemoryPlan.of(options, MEASURED).parts().get("loss");
    int width = options.model().embedDim();
    // A tile, the embeddings it takes, some rows; what the batch's rows and columns have apart.
    long floats = 256 * (256 + 2 * width + 2) + 4 * 1500;
    assertEquals(4 * floats + 8 * 8 * 1500, planned);
  }

  @Test
  void timesAddUpAndTheLossGrowsWithTheSquare() {
    TimePlan parts = TimePlan.of(PlanRun.options(128, 16, false), MEASURED);
    assertEquals(16, parts.embed());
    assertEquals(48, parts.backward());
    assertEquals(2, parts.loss());
    assertEquals(0.25, parts.update());
    assertEquals(66.25, parts.step());
  }

  /** InfoNCE's tiles that do not stay take a fourth product; the sigmoid loss has three always. */
  @Test
  void theLossTakesTheProductsOfItsOwnTiles() {
    PlanOptions sigmoid = PlanRun.options(128, 16, new SigmoidLoss(), 16);
    assertEquals(2, TimePlan.of(sigmoid, MEASURED).loss());
    // At 64 pairs all 16 tiles stay; at 128, 49 of 64 are computed twice.
    PlanOptions infoNce = PlanRun.options(128, 16, new InfoNceLoss(), 16);
    assertEquals(2 * (3 + 49.0 / 64) / 3, TimePlan.of(infoNce, MEASURED).loss(), 1e-12);
  }
}
