package org.clip4j.train;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.core.tensor.Block;
import org.clip4j.core.tensor.Tensor;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exponential moving average of a model's weights: {@code average += (1 - decay) * (weight -
 * average)} behind every update, beginning at the first weights. A weight that never moves is its
 * own average, bit for bit.
 *
 * <p>It is not thread-safe; the model stays the caller's to close.
 */
final class WeightAverage implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WeightAverage.class);

  /** Its place in a checkpoint: a model of its own. */
  static final String FOLDER = "ema";

  private static final int CHUNK = 1 << 20;

  private final ClipModel model;
  private final double decay;
  private final Block block;
  private final float[] average = new float[CHUNK];
  private final float[] weights = new float[CHUNK];

  /**
   * For a model of FLOAT, as which it begins at the next {@link #begin()}.
   *
   * @param decay what stays of the average in an update, in (0, 1)
   */
  WeightAverage(ClipModel model, double decay) {
    this.model = model;
    this.decay = decay;
    this.block = Block.allocate(model.parameters().type(), model.parameters().flatLength());
  }

  /** The model's weights as they are become the average. */
  void begin() {
    overChunks(length -> System.arraycopy(weights, 0, average, 0, length));
  }

  /** The model has made an update. */
  void update() {
    float share = (float) (1 - decay);
    overChunks(
        length -> {
          for (int i = 0; i < length; i++) {
            average[i] += share * (weights[i] - average[i]);
          }
        });
  }

  /** The model takes the average's values, and the average the model's; twice is nothing. */
  private void exchange() {
    overChunks(
        length -> {
          for (int i = 0; i < length; i++) {
            float weight = weights[i];
            weights[i] = average[i];
            average[i] = weight;
          }
        });
  }

  /** What is done with a model. */
  interface Use<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /** Does something while the model has the average's values. */
  <T> T in(Use<T> use) throws IOException {
    exchange();
    try {
      return use.run();
    } finally {
      exchange();
    }
  }

  /** Writes the average as a model, in a folder of its own within a checkpoint. */
  void write(Path checkpoint) throws IOException {
    exchange();
    try {
      model.save(checkpoint.resolve(FOLDER), CheckpointLayout.OPEN_CLIP);
    } finally {
      exchange();
    }
  }

  /**
   * Reads what {@link #write} wrote; the model keeps its values. Where a checkpoint has none, its
   * run had no average, and it begins at the model's weights.
   *
   * @throws IOException if it is not sound
   */
  void continueFrom(Path checkpoint) throws IOException {
    begin();
    if (!Files.exists(checkpoint.resolve(FOLDER))) {
      LOG.warn("{} has no moving average of the weights: it begins here", checkpoint);
      return;
    }
    try {
      model.readWeights(checkpoint.resolve(FOLDER));
    } finally {
      exchange();
    }
  }

  /** What is done to some values at a time. */
  private interface Work {
    /** Works on the first so many of both arrays. */
    void run(int length);
  }

  private void overChunks(Work work) {
    ParameterSet parameters = model.parameters();
    Tensor all = parameters.flatValues();
    for (long from = 0; from < all.length(); from += CHUNK) {
      int length = (int) Math.min(CHUNK, all.length() - from);
      FloatBuffer theirs = all.slice(from, from + length).floats();
      FloatBuffer own = block.tensor(from, length).floats();
      theirs.get(0, weights, 0, length);
      own.get(0, average, 0, length);
      work.run(length);
      theirs.put(0, weights, 0, length);
      own.put(0, average, 0, length);
    }
  }

  @Override
  public void close() {
    block.close();
  }
}
