package org.clip4j.train.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.kernels.Nd4jKernels;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What every loss has to keep, for its test: its gradients are those of central differences of its
 * value; tiles change nothing; the shares of several machines add up. All in double precision, over
 * a few pairs.
 */
public final class LossCheck implements AutoCloseable {

  private static final int PAIRS = 7;
  private static final int WIDTH = 3;
  private static final int[] EDGES = {1, 3, PAIRS, 100};
  private static final int[][] CUTS = {{0, 7}, {0, 3, 7}, {0, 1, 2, 7}, {0, 1, 2, 3, 4, 5, 6, 7}};

  private static final double STEP = 1e-5;
  private static final double SLOPE_TOLERANCE = 2e-8;
  private static final double SAME = 1e-12;

  private final ContrastiveLoss loss;
  private final LogitMap map;
  private final Kernels kernels = new Nd4jKernels();
  private final Arena arena = new Arena(DataType.DOUBLE);
  private final Tensor images = arena.take(PAIRS, WIDTH);
  private final Tensor texts = arena.take(PAIRS, WIDTH);

  private LossCheck(ContrastiveLoss loss, LogitMap map) {
    this.loss = loss;
    this.map = map;
    DeterministicRandom random = DeterministicRandom.of(1, "LossCheck");
    for (Tensor t : List.of(images, texts)) {
      for (long i = 0; i < t.length(); i++) {
        t.set(i, 0.6 * random.nextGaussian());
      }
    }
  }

  /**
   * Checks a loss.
   *
   * @param map where it is looked at; a loss with a kink is to have none just there
   * @throws AssertionError naming what is wrong, and both values
   */
  public static void check(ContrastiveLoss loss, LogitMap map) {
    try (LossCheck check = new LossCheck(loss, map)) {
      Outcome whole = check.whole(loss, map);
      check.slopes(whole);
      for (int edge : EDGES) {
        ContrastiveLoss tiled = loss.withTile(edge);
        same("with tiles of " + edge, whole, check.whole(tiled, map));
        for (int[] cuts : CUTS) {
          String machines = "on " + (cuts.length - 1) + " machines with tiles of " + edge;
          same(machines, whole, check.machines(tiled, cuts));
        }
      }
    }
  }

  /** All that a loss gives. */
  private record Outcome(ContrastiveLoss.Result result, double[] dImages, double[] dTexts) {}

  private Outcome whole(ContrastiveLoss which, LogitMap at) {
    return compute(which, LossInputs.whole(images, texts, at));
  }

  private Outcome compute(ContrastiveLoss which, LossInputs inputs) {
    try (Arena.Frame frame = arena.frame()) {
      Tensor dImages = nothing(inputs.images());
      Tensor dTexts = nothing(inputs.texts());
      ContrastiveLoss.Result result = which.compute(kernels, arena, inputs, dImages, dTexts);
      return new Outcome(result, values(dImages), values(dTexts));
    }
  }

  /** Memory that a loss is to overwrite. */
  private Tensor nothing(Tensor like) {
    Tensor t = arena.take(like.shape());
    for (long i = 0; i < t.length(); i++) {
      t.set(i, Double.NaN);
    }
    return t;
  }

  private static double[] values(Tensor t) {
    double[] values = new double[Math.toIntExact(t.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = t.get(i);
    }
    return values;
  }

  private void slopes(Outcome whole) {
    DoubleSupplier value = () -> whole(loss, map).result.value();
    for (int i = 0; i < whole.dImages.length; i++) {
      near("dImages at " + i, slope(images, i, value), whole.dImages[i], SLOPE_TOLERANCE);
      near("dTexts at " + i, slope(texts, i, value), whole.dTexts[i], SLOPE_TOLERANCE);
    }
    double byScale = at(map.logScale() + STEP, map.bias()) - at(map.logScale() - STEP, map.bias());
    near("dLogScale", byScale / (2 * STEP), whole.result.dLogScale(), SLOPE_TOLERANCE);
    double byBias = at(map.logScale(), map.bias() + STEP) - at(map.logScale(), map.bias() - STEP);
    near("dBias", byBias / (2 * STEP), whole.result.dBias(), SLOPE_TOLERANCE);
  }

  private double at(double logScale, double bias) {
    return whole(loss, new LogitMap(logScale, bias)).result.value();
  }

  private static double slope(Tensor t, int at, DoubleSupplier value) {
    double kept = t.get(at);
    t.set(at, kept + STEP);
    double above = value.getAsDouble();
    t.set(at, kept - STEP);
    double below = value.getAsDouble();
    t.set(at, kept);
    return (above - below) / (2 * STEP);
  }

  /** The sum of the machines' shares, one behind the other's pictures. */
  private Outcome machines(ContrastiveLoss tiled, int... cuts) {
    List<double[]> columns = new ArrayList<>();
    // Once to hear what each has to say, once with the answer.
    shares(
        tiled,
        cuts,
        own -> {
          columns.add(own.clone());
          return own;
        });
    return shares(tiled, cuts, own -> ColumnExchange.merged(columns));
  }

  private Outcome shares(ContrastiveLoss tiled, int[] cuts, ColumnExchange exchange) {
    double[] dImages = new double[PAIRS * WIDTH];
    double[] dTexts = new double[PAIRS * WIDTH];
    double[] numbers = new double[3];
    for (int m = 0; m + 1 < cuts.length; m++) {
      Tensor own = images.slice(cuts[m], cuts[m + 1]);
      Outcome share = compute(tiled, new LossInputs(own, texts, cuts[m], map, exchange));
      System.arraycopy(share.dImages, 0, dImages, cuts[m] * WIDTH, share.dImages.length);
      for (int i = 0; i < dTexts.length; i++) {
        dTexts[i] += share.dTexts[i];
      }
      numbers[0] += share.result.value();
      numbers[1] += share.result.dLogScale();
      numbers[2] += share.result.dBias();
    }
    return new Outcome(
        new ContrastiveLoss.Result(numbers[0], numbers[1], numbers[2]), dImages, dTexts);
  }

  private static void same(String how, Outcome expected, Outcome actual) {
    near(how + ", value", expected.result.value(), actual.result.value(), SAME);
    near(how + ", dLogScale", expected.result.dLogScale(), actual.result.dLogScale(), SAME);
    near(how + ", dBias", expected.result.dBias(), actual.result.dBias(), SAME);
    for (int i = 0; i < expected.dImages.length; i++) {
      near(how + ", dImages at " + i, expected.dImages[i], actual.dImages[i], SAME);
      near(how + ", dTexts at " + i, expected.dTexts[i], actual.dTexts[i], SAME);
    }
  }

  private static void near(String what, double expected, double actual, double allowed) {
    double difference = Math.abs(expected - actual);
    // Not a number is near to nothing.
    if (!(difference <= allowed * Math.max(1, Math.abs(expected)))) {
      throw new AssertionError(what + " is " + actual + ", expected " + expected);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
