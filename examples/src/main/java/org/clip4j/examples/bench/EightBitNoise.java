package org.clip4j.examples.bench;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.train.MicroBatch;
import org.clip4j.train.MicroBatches;

/**
 * A batch of noise whose pictures are 8-bit, as a run keeps those that it needs twice: of a large
 * batch the normalised values would not fit.
 */
final class EightBitNoise implements NoiseBatch {

  /** Mean and deviation of levels that are uniform. */
  private static final double MEAN = 127.5;

  private static final double DEVIATION = 256 / Math.sqrt(12);

  private final byte[][] pictures;
  private final int[][] captions;
  private final int microBatch;
  private final float[] values = new float[256];
  private final float[] pixels;

  private EightBitNoise(byte[][] pictures, int[][] captions, int microBatch) {
    this.pictures = pictures;
    this.captions = captions;
    this.microBatch = microBatch;
    this.pixels = new float[microBatch * pictures[0].length];
    for (int level = 0; level < values.length; level++) {
      values[level] = (float) ((level - MEAN) / DEVIATION);
    }
  }

  static EightBitNoise of(StepOptions options) {
    DeterministicRandom random = DeterministicRandom.of(0, "benchmark in micro-batches");
    int size = options.model().visionCfg().imageSize();
    byte[][] pictures = new byte[options.batch()][3 * size * size];
    for (byte[] picture : pictures) {
      random.nextBytes(picture);
    }
    return new EightBitNoise(
        pictures,
        RandomBatch.captions(
            options.model().textCfg(), options.batch(), options.captionTokens(), random),
        options.microBatch());
  }

  @Override
  public MicroBatches begin() {
    return new Parts();
  }

  private float[] normalised(int part) {
    int at = 0;
    for (int i = part * microBatch; i < (part + 1) * microBatch; i++) {
      for (byte level : pictures[i]) {
        pixels[at++] = values[level & 0xff];
      }
    }
    return pixels;
  }

  /** One way through the batch. */
  private final class Parts implements MicroBatches {
    private int next;

    @Override
    public int pairs() {
      return pictures.length;
    }

    @Override
    public int size() {
      return microBatch;
    }

    @Override
    public MicroBatch next() {
      int first = next * microBatch;
      return new MicroBatch(
          normalised(next++), Arrays.copyOfRange(captions, first, first + microBatch));
    }

    @Override
    public Iterator<float[]> pixelsAgain() {
      return IntStream.range(0, pairs() / microBatch)
          .mapToObj(EightBitNoise.this::normalised)
          .iterator();
    }
  }
}
