package example;

import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitTiles;
import org.clip4j.train.loss.LossInputs;

/**
 * A loss of one's own: every picture is asked of every caption whether they belong together, as by
 * the sigmoid loss, but an answer costs {@code max(0, 1 - answer * logit)^2}, the answer being 1
 * for a pair and -1 else; summed over a picture's captions, in the mean over pictures.
 *
 * <p>A run takes it with {@code loss: {name: squared_hinge}}, for its name stands in {@code
 * META-INF/services/org.clip4j.train.loss.ContrastiveLoss}.
 */
public final class SquaredHingeLoss implements ContrastiveLoss {

  private final int tile;

  /** With tiles of the usual size; the one that is found by name. */
  public SquaredHingeLoss() {
    this(LogitTiles.DEFAULT_EDGE);
  }

  private SquaredHingeLoss(int tile) {
    this.tile = tile;
  }

  @Override
  public String name() {
    return "squared_hinge";
  }

  @Override
  public ContrastiveLoss withTile(int edge) {
    return new SquaredHingeLoss(edge);
  }

  /** Most answers are no: without a bias the scale alone cannot say so. */
  @Override
  public boolean needsBias() {
    return true;
  }

  @Override
  public Result compute(
      Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
    try (Arena.Frame frame = arena.frame()) {
      LogitTiles tiles = new LogitTiles(kernels, arena, inputs, tile);
      double[] sums = new double[2];
      tiles.forEach(
          name(),
          (row, column) -> {
            Tensor logits = tiles.logits(row, column);
            toGradient(logits, tiles.pairOffset(row, column), inputs, sums);
            tiles.backward(logits, row, column, dImages, dTexts);
          });
      // The scale's derivative is that of the pictures along the pictures.
      return new Result(sums[0], kernels.dot(inputs.images(), dImages), sums[1]);
    }
  }

  /** Overwrites a tile with the loss's gradient; adds the loss, and the gradient of the bias. */
  private static void toGradient(Tensor tile, int pairOffset, LossInputs inputs, double[] sums) {
    double bias = inputs.map().bias();
    int columns = tile.columns();
    for (int r = 0; r < tile.rows(); r++) {
      for (int c = 0; c < columns; c++) {
        long at = (long) r * columns + c;
        int answer = c == r + pairOffset ? 1 : -1;
        double missing = Math.max(0, 1 - answer * (tile.get(at) + bias));
        double gradient = -2 * answer * missing / inputs.batch();
        sums[0] += missing * missing / inputs.batch();
        sums[1] += gradient;
        tile.set(at, gradient);
      }
    }
  }
}
