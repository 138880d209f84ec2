package org.clip4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.clip4j.data.loader.Batch;
import org.clip4j.data.loader.KeptPictures;
import org.clip4j.data.loader.PairLoader;
import org.clip4j.data.loader.Position;
import org.clip4j.data.loader.SecondPass;
import org.clip4j.train.config.TrainConfig;

/**
 * A batch as the loader gives it: each part when it is wanted, while the next is being read, and
 * its pictures once more from what was kept of them. A part's values are given back with the next
 * part, and the last one's, with all kept pictures, when it is closed.
 */
final class LoadedBatch implements MicroBatches, AutoCloseable {

  private final PairLoader loader;
  private final int pairs;
  private final int size;
  private final List<KeptPictures> kept = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();
  private final List<int[]> tokens = new ArrayList<>();
  private Batch newest;
  private SecondPass again;

  /** The batch that a loader, open for this configuration, gives next. */
  LoadedBatch(PairLoader loader, TrainConfig config) {
    this.loader = loader;
    this.pairs = config.batch();
    this.size = config.microBatch();
  }

  @Override
  public int pairs() {
    return pairs;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public MicroBatch next() {
    giveBack();
    newest = loader.next();
    newest.kept().ifPresent(kept::add);
    keys.addAll(newest.keys());
    captions.addAll(newest.captions());
    tokens.addAll(Arrays.asList(newest.tokens()));
    return new MicroBatch(newest.pixels(), newest.tokens());
  }

  private void giveBack() {
    if (newest != null) {
      loader.giveBack(newest);
      newest = null;
    }
  }

  @Override
  public Iterator<float[]> pixelsAgain() {
    again = loader.secondPass(kept);
    return again;
  }

  /**
   * Where the stream stands behind this batch.
   *
   * @throws IllegalStateException if the batch was not read to its end
   */
  Position behind() {
    if (newest == null || !newest.last()) {
      throw new IllegalStateException("The batch has not been read to its end");
    }
    return newest.next();
  }

  /** The samples' keys, of the micro-batches read so far. */
  List<String> keys() {
    return Collections.unmodifiableList(keys);
  }

  /** The captions as they are in the shards, before any variation. */
  List<String> captions() {
    return Collections.unmodifiableList(captions);
  }

  /** The captions as they were learned from: their token ids. */
  List<int[]> tokens() {
    return Collections.unmodifiableList(tokens);
  }

  /**
   * A picture of the micro-batches read so far, once more.
   *
   * @param index from 0, in the batch's order
   * @return [3, size, size], normalised, row-major
   */
  float[] picture(int index) {
    int values = 3 * newest.imageSize() * newest.imageSize();
    if (kept.isEmpty()) {
      return Arrays.copyOfRange(newest.pixels(), index * values, (index + 1) * values);
    }
    float[] pixels = new float[values];
    kept.get(index / size).write(index % size, pixels, 0);
    return pixels;
  }

  /** Height and width of its pictures. */
  int imageSize() {
    return newest.imageSize();
  }

  @Override
  public void close() {
    if (again != null) {
      again.close();
    }
    kept.forEach(KeptPictures::close);
    giveBack();
  }
}
