package org.clip4j.examples.bench;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.train.loss.ContrastiveLoss;
import org.clip4j.train.loss.LogitMap;
import org.clip4j.train.loss.Losses;

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

  private static final int MOST_STEPS = 20;
  private static final double MOST_SECONDS = 60;

  /** Where Java's buffers end. */
  private static final long LARGEST_BUFFER = Integer.MAX_VALUE;

  /** Checks the numbers; the message names the option. */
  public LossOptions {
    Require.atLeast("--batch", 1, batch);
    Require.atLeast("--dim", 1, dim);
    Require.atLeast("--tile", 1, edge);
    Require.atLeast("--steps", 1, steps);
    Require.atLeast("--warmup", 0, warmUp.times());
    edge = Math.min(edge, batch);
    requireRoom(edge);
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
        named(kind),
        batch,
        dim,
        edge,
        steps.orElse(MOST_STEPS),
        steps.isPresent() ? Double.POSITIVE_INFINITY : MOST_SECONDS,
        warmUp);
  }

  private static ContrastiveLoss named(String kind) {
    try {
      return Losses.named(kind.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--kind: " + e.getMessage(), e);
    }
  }

  private static void requireRoom(long edge) {
    long bytes = edge * edge * Float.BYTES;
    long most = Math.min(LARGEST_BUFFER, Pointer.maxBytes() - Pointer.totalBytes());
    if (bytes > most) {
      throw new IllegalArgumentException(
          "A tile of "
              + edge
              + " rows and columns takes "
              + (bytes >> 20)
              + " MiB, there is room for "
              + (most >> 20)
              + ": leave --untiled out, or take a smaller --tile");
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
