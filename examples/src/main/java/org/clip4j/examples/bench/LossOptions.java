package org.clip4j.examples.bench;

import java.util.Locale;
import java.util.Optional;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.Losses;
import org.clip4j.train.loss.TileRoom;

/**
 * Which loss is timed.
 *
 * @param loss the loss
 * @param batch pairs
 * @param dim columns of an embedding
 * @param edge most rows and columns of a tile; {@code batch} where the matrix is whole
 * @param steps that are timed at most
 * @param seconds after which no further step begins, if two have been made
 * @param warmUp what runs before
 */
public record LossOptions(
    ContrastiveLoss loss, int batch, int dim, int edge, int steps, double seconds, WarmUp warmUp) {

  /** What runs before where nothing else is asked for: large batches take long. */
  public static final WarmUp WARM_UP = new WarmUp(1, 5);

  /** Pictures', captions' and the gradients of both. */
  private static final int EMBEDDINGS = 4;

  /** A tebibyte of them: what is below and does not fit is refused where it is allocated. */
  private static final int MOST_MIB = 1 << 20;

  private static final int MOST_STEPS = 20;
  private static final double MOST_SECONDS = 60;

  /** Checks the numbers; the message names the option. */
  public LossOptions {
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--dim", 1, dim);
    Require.atLeast("--tile", 1, edge);
    double mebibytes = (double) batch * dim * EMBEDDINGS * Float.BYTES / (1 << 20);
    if (mebibytes > MOST_MIB) {
      throw new IllegalArgumentException(
          "--batch %d, --dim %d: embeddings and gradients of %.0f MiB are more than any machine has"
              .formatted(batch, dim, mebibytes));
    }
    Require.atLeast("--steps", 1, steps);
    Require.atLeast("--warmup", 0, warmUp.times());
    TileRoom.require(edge == batch ? "--untiled or --tile" : "--tile", edge, batch);
    edge = Math.min(edge, batch);
    loss = loss.withTile(edge);
  }

  /**
   * What a command line asks for.
   *
   * @param kind a loss's name, in any case
   * @param steps exactly so many; else up to 20, within about a minute
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public static LossOptions of(
      String kind, int batch, int dim, int edge, Optional<Integer> steps, WarmUp warmUp) {
    return new LossOptions(
        named("--kind", kind),
        batch,
        dim,
        edge,
        steps.orElse(MOST_STEPS),
        steps.isPresent() ? Double.POSITIVE_INFINITY : MOST_SECONDS,
        warmUp);
  }

  /**
   * The loss that an option names, in any case.
   *
   * @throws IllegalArgumentException naming the option, and the nearest known loss
   */
  public static ContrastiveLoss named(String option, String name) {
    try {
      return Losses.named(name.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  boolean isUntiled() {
    return edge == batch;
  }

  /** Where a run of it begins: CLIP's scale; with a bias SigLIP's scale and bias, 10 and -10. */
  LogitMap map() {
    return loss.needsBias()
        ? new LogitMap(StrictMath.log(10), -10)
        : LogitMap.ofLogScale(ModelConfig.CLIP_LOGIT_SCALE);
  }
}
