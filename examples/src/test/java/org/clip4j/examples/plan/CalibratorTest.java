package org.clip4j.examples.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LossInputs;
import org.clip4j.train.loss.SigmoidLoss;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class CalibratorTest {

  private static final double SECONDS = 0.2;

  /** A loss that notes how it is run. */
  private record Noted(int tile, List<String> runs) implements ContrastiveLoss {
    @Override
    public String name() {
      return "noted";
    }

    @Override
    public ContrastiveLoss withTile(int edge) {
      return new Noted(edge, runs);
    }

    @Override
    public boolean needsBias() {
      return true;
    }

    @Override
    public Result compute(
        Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
      runs.add(inputs.batch() + " by " + tile);
      return new SigmoidLoss(tile).compute(kernels, arena, inputs, dImages, dTexts);
    }
  }

  @Test
  void timesTheLossThatIsPlanned() throws IOException {
    List<String> runs = new ArrayList<>();
    PlanOptions options = PlanRun.options(64, 16, new Noted(0, runs), 24);
    Calibration found = Calibrator.run(options, SECONDS, KernelSelector.of(DataType.FLOAT, 1));
    assertEquals(List.of("64 by 24"), List.copyOf(new TreeSet<>(runs)));
    assertEquals(64, found.lossRows());
    assertTrue(found.lossSeconds() > 0);
    assertTrue(found.encoders().embedSeconds() > 0);
  }
}
