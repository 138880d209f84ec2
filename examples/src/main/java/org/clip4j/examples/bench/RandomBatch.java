package org.clip4j.examples.bench;

import java.util.Collections;
import java.util.Iterator;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.train.MicroBatch;
import org.clip4j.train.MicroBatches;

/**
 * A batch of noise in one piece, as the loader would hand it on.
 *
 * @param pixels [batch, 3, size, size], standard normal
 * @param captions ids of each caption, filled up with zeros to the context length
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record RandomBatch(float[] pixels, int[][] captions) implements NoiseBatch {

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
    return new RandomBatch(pixels, captions(model.textCfg(), pairs, captionTokens, random));
  }

  @Override
  public MicroBatches begin() {
    return new Whole();
  }

  /** The captions of a batch, drawn. */
  static int[][] captions(
      TextConfig config, int pairs, int captionTokens, DeterministicRandom random) {
    int[][] captions = new int[pairs][];
    for (int i = 0; i < captions.length; i++) {
      captions[i] = caption(config, captionTokens, random);
    }
    return captions;
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

  private final class Whole implements MicroBatches {
    @Override
    public int pairs() {
      return captions.length;
    }

    @Override
    public int size() {
      return captions.length;
    }

    @Override
    public MicroBatch next() {
      return new MicroBatch(pixels, captions);
    }

    @Override
    public Iterator<float[]> pixelsAgain() {
      return Collections.singleton(pixels).iterator();
    }
  }
}
