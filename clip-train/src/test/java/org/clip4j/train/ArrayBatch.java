package org.clip4j.train;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.encoders.TokenBatch;
import org.clip4j.encoders.config.ModelConfig;

/** A batch of noise in memory, with captions of different lengths. */
final class ArrayBatch {

  private final ModelConfig config;
  private final float[] pixels;
  private final int[][] captions;

  ArrayBatch(ModelConfig config, int pairs, long seed) {
    this.config = config;
    int edge = config.visionCfg().imageSize();
    DeterministicRandom random = DeterministicRandom.of(seed, pairs);
    this.pixels = new float[pairs * 3 * edge * edge];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    int vocabulary = config.textCfg().vocabSize();
    this.captions = new int[pairs][];
    for (int i = 0; i < pairs; i++) {
      captions[i] = new int[2 + random.nextInt(config.textCfg().contextLength() - 1)];
      for (int t = 0; t < captions[i].length; t++) {
        captions[i][t] = random.nextInt(vocabulary - 1);
      }
      captions[i][captions[i].length - 1] = vocabulary - 1;
    }
  }

  float[] pixels() {
    return pixels;
  }

  int[][] captions() {
    return captions;
  }

  TokenBatch packed() {
    return TokenBatch.pack(captions, config.textCfg());
  }

  private float[] pixels(int part, int size) {
    int stride = pixels.length / captions.length * size;
    return Arrays.copyOfRange(pixels, part * stride, (part + 1) * stride);
  }

  /** In micro-batches. */
  Parts in(int size) {
    return new Parts(size);
  }

  /** One way through the batch. */
  final class Parts implements MicroBatches {
    private final int size;
    private int given;
    private int again;

    private Parts(int size) {
      this.size = size;
    }

    /** How many micro-batches were asked for. */
    int given() {
      return given;
    }

    /** How many of them a second time. */
    int again() {
      return again;
    }

    @Override
    public int pairs() {
      return captions.length;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public MicroBatch next() {
      int part = given++;
      return new MicroBatch(
          pixels(part, size), Arrays.copyOfRange(captions, part * size, (part + 1) * size));
    }

    @Override
    public Iterator<float[]> pixelsAgain() {
      return IntStream.range(0, pairs() / size)
          .mapToObj(
              part -> {
                again++;
                return pixels(part, size);
              })
          .iterator();
    }
  }
}
