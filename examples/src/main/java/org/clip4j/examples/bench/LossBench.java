package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Times a contrastive loss with its gradients, over rows of unit length that are noise. */
public final class LossBench implements AutoCloseable {

  private final LossOptions options;
  private final Block block;
  private final Tensor images;
  private final Tensor texts;
  private final Tensor dImages;
  private final Tensor dTexts;
  private final Arena arena = new Arena(DataType.FLOAT);
  private double loss;

  private LossBench(LossOptions options) {
    this.options = options;
    long length = Math.multiplyExact((long) options.batch(), options.dim());
    this.block = Block.allocate(DataType.FLOAT, Math.multiplyExact(4, length));
    this.images = matrix(0);
    this.texts = matrix(length);
    this.dImages = matrix(2 * length);
    this.dTexts = matrix(3 * length);
  }

  private Tensor matrix(long offset) {
    return block.tensor(offset, options.batch(), options.dim());
  }

  /**
   * Times a loss.
   *
   * @return {@code step_s} is the median of forward and backward in seconds, {@code pairs_per_s}
   *     the batch over it, {@code gflop_per_s} the operations of the matrix products over it,
   *     {@code peak_rss_mib} the process's most resident memory (null where the system does not
   *     say), {@code loss} the last value
   */
  public static ObjectNode run(LossOptions options, Kernels kernels) throws IOException {
    ObjectNode result =
        Figures.of(kernels)
            .put("kind", options.kind().name().toLowerCase(Locale.ROOT))
            .put("batch", options.batch())
            .put("dim", options.dim())
            .put("steps", options.steps());
    try (LossBench bench = new LossBench(options)) {
      bench.fill(kernels);
      options.warmUp().run(() -> bench.step(kernels));
      List<Double> seconds = new ArrayList<>();
      for (int i = 1; i <= options.steps(); i++) {
        long begun = System.nanoTime();
        bench.step(kernels);
        seconds.add((System.nanoTime() - begun) * 1e-9);
      }
      double median = Figures.median(seconds);
      result
          .put("step_s", median)
          .put("pairs_per_s", options.batch() / median)
          .put("gflop_per_s", bench.productFlops(kernels) * 1e-9 / median)
          .put("loss", bench.loss);
    }
    Figures.putPeakMemory(result);
    return result;
  }

  private void fill(Kernels kernels) {
    DeterministicRandom random = DeterministicRandom.of(0, "benchmark");
    float[] row = new float[options.dim()];
    for (Tensor rows : new Tensor[] {dImages, dTexts}) {
      for (int r = 0; r < options.batch(); r++) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) random.nextGaussian();
        }
        rows.slice(r, r + 1).assign(row);
      }
    }
    Tensor norms = arena.take(options.batch());
    kernels.normalizeRows(dImages, images, norms);
    kernels.normalizeRows(dTexts, texts, norms);
  }

  private void step(Kernels kernels) {
    arena.reset();
    LossKind kind = options.kind();
    loss = kind.loss().compute(kernels, arena, images, texts, kind.map(), dImages, dTexts).value();
  }

  /** Of the products as they are made: tiles may be computed more than once. */
  private double productFlops(Kernels kernels) {
    KernelTrace trace = new KernelTrace(kernels);
    step(trace.kernels());
    return trace.calls().stream()
        .filter(call -> call.group() == Group.PRODUCTS)
        .mapToDouble(call -> call.work().flops())
        .sum();
  }

  @Override
  public void close() {
    arena.close();
    block.close();
  }
}
