package org.clip4j.encoders;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.config.VisionConfig;

/**
 * The draws of patch dropout (Li et al. 2022, arXiv:2212.00794; open_clip's {@code PatchDropout})
 * in one step of training: of each picture's patches some are kept, the class token always.
 *
 * <p>Every picture has a generator of its own, named by the run's seed, the step and the picture's
 * place in the whole batch. So the draws are the same however the batch is divided, and the same
 * whenever they are asked for.
 */
public final class PatchDropout {

  private static final String STREAM = "patch dropout";

  private final VisionConfig config;
  private final long seed;
  private final long step;

  private PatchDropout(VisionConfig config, long seed, long step) {
    this.config = config;
    this.seed = seed;
    this.step = step;
  }

  /**
   * The draws of a step.
   *
   * @param config whose {@code patch_dropout} says how much is left out
   * @param seed of the run
   * @param step updates made before
   */
  public static PatchDropout of(VisionConfig config, long seed, long step) {
    return new PatchDropout(config, DeterministicRandom.of(seed, STREAM).state(), step);
  }

  /**
   * What pictures of the batch keep.
   *
   * @param first the place of the first of them in the whole batch
   * @param pictures how many
   */
  public KeptPatches kept(int first, int pictures) {
    if (config.keptPatches() == config.patches()) {
      return KeptPatches.all(config, pictures);
    }
    int[][] ofPicture = new int[pictures][];
    for (int i = 0; i < pictures; i++) {
      ofPicture[i] = draw(DeterministicRandom.of(seed, step, first + i));
    }
    return KeptPatches.of(config, ofPicture);
  }

  private int[] draw(DeterministicRandom random) {
    int[] patches = IntStream.range(0, config.patches()).toArray();
    int keep = config.keptPatches();
    // The beginning of Fisher and Yates' shuffle: every choice is equally likely.
    for (int i = 0; i < keep; i++) {
      int j = i + random.nextInt(patches.length - i);
      int kept = patches[j];
      patches[j] = patches[i];
      patches[i] = kept;
    }
    int[] kept = Arrays.copyOf(patches, keep);
    Arrays.sort(kept);
    return kept;
  }
}
