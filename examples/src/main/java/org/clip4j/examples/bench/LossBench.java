package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.train.loss.LossInputs;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times a contrastive loss with its gradients, over rows of unit length that are noise. */
public final class LossBench implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LossBench.class);

  /** A median of fewer says nothing. */
  private static final int LEAST_STEPS = 2;

  private final LossOptions options;
  private final Kernels kernels;
  private final Block block;
  private final Tensor images;
  private final Tensor texts;
  private final Tensor dImages;
  private final Tensor dTexts;
  private final Arena arena = new Arena(DataType.FLOAT);
  private LossProbe probe;
  private long arenaBytes;
  private double loss;

  private LossBench(LossOptions options, Kernels kernels) {
    this.options = options;
    this.kernels = kernels;
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
   *     the batch over it, {@code ns_per_logit} what a logit takes of it, {@code gflop_per_s} the
   *     operations of the matrix products over it, {@code extra_mib} the memory beyond embeddings
   *     and gradients: the arena's and the heap's, weighed in the first step; {@code peak_rss_mib}
   *     the process's most resident memory (null where the system does not say), {@code loss} the
   *     last value
   */
  public static ObjectNode run(LossOptions options, Kernels kernels) throws IOException {
    ObjectNode result =
        Figures.of(kernels)
            .put("kind", options.loss().name())
            .put("batch", options.batch())
            .put("dim", options.dim())
            .put("tile", options.edge())
            .put("untiled", options.isUntiled());
    try (LossBench bench = new LossBench(options, kernels)) {
      bench.fill();
      options.warmUp().run(bench::step);
      List<Double> seconds = bench.timed();
      double median = Figures.median(seconds);
      double logits = (double) options.batch() * options.batch();
      result
          .put("steps", seconds.size())
          .put("step_s", median)
          .put("pairs_per_s", options.batch() / median)
          .put("ns_per_logit", median * 1e9 / logits)
          .put("gflop_per_s", bench.probe.productFlops() * 1e-9 / median)
          .put("extra_mib", bench.extraBytes() / (double) (1 << 20))
          .put("loss", bench.loss);
    }
    Figures.putPeakMemory(result);
    return result;
  }

  private List<Double> timed() {
    List<Double> seconds = new ArrayList<>();
    double all = 0;
    while (seconds.size() < options.steps()
        && (seconds.size() < LEAST_STEPS || all < options.seconds())) {
      long begun = System.nanoTime();
      step();
      double took = (System.nanoTime() - begun) * 1e-9;
      seconds.add(took);
      all += took;
      log.info("Step {}: {} s", seconds.size(), String.format("%.4f", took));
    }
    return seconds;
  }

  private void fill() {
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
    try (Block memory = Block.allocate(DataType.FLOAT, options.batch())) {
      Tensor norms = memory.tensor(0, options.batch());
      kernels.normalizeRows(dImages, images, norms);
      kernels.normalizeRows(dTexts, texts, norms);
    }
  }

  private void step() {
    arena.reset();
    Kernels used = kernels;
    if (probe == null) {
      probe = new LossProbe(kernels);
      used = probe.kernels();
    }
    LossInputs inputs = LossInputs.whole(images, texts, options.map());
    loss = options.loss().compute(used, arena, inputs, dImages, dTexts).value();
    arenaBytes = Math.max(arenaBytes, arena.bytes());
  }

  private long extraBytes() {
    return arenaBytes + probe.heapBytes();
  }

  @Override
  public void close() {
    arena.close();
    block.close();
  }
}
