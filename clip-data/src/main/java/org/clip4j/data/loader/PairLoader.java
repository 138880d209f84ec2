package org.clip4j.data.loader;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;

/**
 * Training batches without end, each full, shuffled anew each epoch. One of several workers has a
 * share of each epoch, of which all make the same number of batches; see {@link
 * LoaderConfig#withWorker}. The only worker's batches run on: a batch begun at an epoch's end is
 * filled from the next epoch, but for the pairs that it has already: these wait for the batch after
 * it. Only where a batch is larger than the data pairs repeat in it; see {@link PairCount}. See the
 * package for what is deterministic. Not safe for use by several threads.
 *
 * <p>With {@link LoaderConfig#partSize()} below the batch's size a batch comes as so many parts,
 * one a call of {@link #next()}; {@link Batch#last()} says which ends it. They have the pairs of
 * the batch in one piece, in its order; captions are unique over the batch.
 */
public final class PairLoader implements Iterator<Batch>, AutoCloseable {

  private final LoaderConfig config;
  private final int imageSize;
  private final BadSamples bad;
  private final ArrayPool<float[]> buffers;
  private final ArrayPool<float[]> partBuffers;
  // Apart from those of second passes, which all come back: these need not.
  private final ArrayPool<float[]> givenBack;
  private final OrderedPipeline pipeline;
  private final BatchPairs pairs;
  private Position behind;
  private int given;

  /**
   * Looks whether the shards are there, and begins to read.
   *
   * @param config what to read and how
   * @param source opens the shards
   * @param transform what is done to each pair
   * @param start where to begin: {@link Position#START}, or a batch's {@link Batch#next()} under
   *     the same configuration, but for what does not change batches
   * @throws IOException if a shard is not there
   * @throws LoaderException if a batch, or its part, does not fit into one array, or the position
   *     is not one of this data
   * @throws IllegalArgumentException if the transform's pictures cannot be kept as asked for
   */
  public PairLoader(
      LoaderConfig config, ShardSource source, PairTransform transform, Position start)
      throws IOException {
    this(config, source, transform, start, new BadSamples());
  }

  /**
   * The same, with what is skipped counted elsewhere.
   *
   * @param bad counts what is skipped
   * @see #PairLoader(LoaderConfig, ShardSource, PairTransform, Position)
   */
  public PairLoader(
      LoaderConfig config,
      ShardSource source,
      PairTransform transform,
      Position start,
      BadSamples bad)
      throws IOException {
    for (String shard : config.shards()) {
      source.check(shard);
    }
    LoaderConfig known = ShardSizes.known(config, source);
    this.config = known;
    this.bad = bad;
    this.imageSize = transform.image().size();
    int floats = BatchBuilder.floats(config.partSize(), imageSize);
    PairPreparer preparer =
        new PairPreparer(
            transform,
            config.drawSeed(),
            config.keep(),
            new PictureCache(config.cacheBytes()),
            bad);
    this.buffers = preparer.buffers();
    this.partBuffers = new ArrayPool<>(() -> new float[floats]);
    this.givenBack = new ArrayPool<>(() -> new float[floats]);
    Position from = Replay.locate(known, source, start);
    bad.earlier(from.counts());
    TrainingSource reading = new TrainingSource(known, source, bad, from);
    WorkerEpoch worker = new WorkerEpoch(known, from, reading::goOnTo);
    this.pipeline =
        new OrderedPipeline(
            reading,
            preparer::prepare,
            config.threads(),
            config.prefetch(),
            config.tolerance(),
            () -> {});
    this.pairs = new BatchPairs(known, pipeline, preparer, bad, from, worker);
    this.behind = from;
  }

  /**
   * Waits until reading has begun where it was to: what the position says of the data has then been
   * found to be so.
   *
   * @throws LoaderException if it is not, or nothing comes
   */
  public void awaitBegin() {
    pipeline.awaitBegin();
  }

  /** Always true: training ends when its steps are done. */
  @Override
  public boolean hasNext() {
    return true;
  }

  /**
   * Waits for the next batch, or the next part of one.
   *
   * @throws LoaderException if an epoch had no usable pair, or with filters fewer than a batch, the
   *     position is not one of this data, or, if strict, a shard is damaged
   */
  @Override
  public Batch next() {
    if (given == 0) {
      pairs.begin();
    }
    BatchBuilder part = new BatchBuilder(config.partSize(), imageSize, buffers, givenBack.take());
    while (!part.isFull()) {
      Prepared.Done pair = pairs.next();
      part.add(pair.raw().pair(), pair.ready().orElseThrow());
    }
    given += config.partSize();
    boolean last = given == config.batchSize();
    if (last) {
      given = 0;
      behind = pairs.end();
    }
    return part.build(last, behind);
  }

  /**
   * Takes the pixels of a batch, or a part, back for a later one. Nobody has to, but such arrays
   * are too large for the young generation of a heap, and what is not given back stays there until
   * the old one is full.
   *
   * @param batch one of this loader's, whose pixels nobody reads any more; given back once at most
   */
  public void giveBack(Batch batch) {
    givenBack.giveBack(batch.pixels());
  }

  /**
   * Begins to prepare the pixels of parts once more, in the loader's threads; see {@link
   * SecondPass}. This loader may meanwhile be asked for batches, too.
   *
   * @param parts what was kept of this loader's batches, in the order in which it is wanted
   * @throws IllegalArgumentException if a part is not of this loader's sizes
   * @throws IllegalStateException if the loader is closed
   */
  public SecondPass secondPass(List<KeptPictures> parts) {
    for (KeptPictures part : parts) {
      if (part.size() != config.partSize() || part.imageSize() != imageSize) {
        throw new IllegalArgumentException(
            "a kept part has "
                + part.size()
                + " pictures of "
                + part.imageSize()
                + " pixels; this loader's have "
                + config.partSize()
                + " of "
                + imageSize);
      }
    }
    return new SecondPass(pipeline, parts, config.partSize(), partBuffers);
  }

  /**
   * Returns what has been skipped so far; counts are of what was read ahead, too; what comes again
   * in a later epoch is counted once.
   */
  public BadSamples badSamples() {
    return bad;
  }

  /**
   * Returns how many pairs were put into a batch that had them already, or had their caption though
   * unique captions were asked for.
   */
  public long repeatedPairs() {
    return pairs.repeated();
  }

  /**
   * From now on nobody waits for data that is not there: {@link #next()} ends in a {@link
   * LoaderException} instead, at once where it is waiting. Called from any thread.
   */
  public void stopWaiting() {
    pipeline.stopWaiting();
  }

  /**
   * Returns how many samples one of several workers has taken a second time, or more often, to fill
   * the batches of its epochs, those before the position it began at included.
   */
  public long repeatedSamples() {
    return pairs.repeatedSamples();
  }

  /** Stops reading and decoding. */
  @Override
  public void close() {
    pipeline.close();
  }
}
