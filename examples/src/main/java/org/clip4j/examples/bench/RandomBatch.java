package org.clip4j.examples.bench;

import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;

/**
 * A batch of noise, as the loader would hand it on.
 *
 * @param pixels [batch, 3, size, size], standard normal
 * @param captions ids of each caption, filled up with zeros to the context length
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record RandomBatch(float[] pixels, int[][] captions) {

  static RandomBatch of(StepOptions options) {
    return of(options.model(), options.batch(), options.captionTokens());
  }

  /**
   * So many pairs for a model.
   *
   * @param captionTokens tokens of every caption, start and end included
   */
  public static RandomBatch of(ModelConfig model, int pairs, int captionTokens) {
    DeterministicRandom random = DeterministicRandom.of(0, "benchmark");
    int size = model.visionCfg().imageSize();
    float[] pixels = new float[pairs * 3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    int[][] captions = new int[pairs][];
    for (int i = 0; i < captions.length; i++) {
      captions[i] = caption(model.textCfg(), captionTokens, random);
    }
    return new RandomBatch(pixels, captions);
  }

  /** Start, random ids, end, zeros; the last two ids of a vocabulary are start and end. */
  private static int[] caption(TextConfig config, int tokens, DeterministicRandom random) {
    int[] ids = new int[config.contextLength()];
    int start = Math.max(0, config.vocabSize() - 2);
    ids[0] = start;
    for (int i = 1; i < tokens - 1; i++) {
      ids[i] = start > 1 ? 1 + random.nextInt(start - 1) : 0;
    }
    ids[tokens - 1] = config.vocabSize() - 1;
    return ids;
  }
}
