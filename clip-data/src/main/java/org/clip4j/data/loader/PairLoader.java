package org.clip4j.data.loader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;

/**
 * Training batches without end, each full, shuffled anew each epoch. A batch begun at an epoch's
 * end is filled from the next epoch. See the package for what is deterministic. Not safe for use by
 * several threads.
 */
public final class PairLoader implements Iterator<Batch>, AutoCloseable {

  private final LoaderConfig config;
  private final int imageSize;
  private final BadSamples bad = new BadSamples();
  private final SampleBuffers buffers;
  private final OrderedPipeline pipeline;
  private List<Prepared.Done> deferred = new ArrayList<>();
  private int toRecover;
  private long epoch;
  private long samples;
  private long usable;
  private long repeated;

  /**
   * Looks whether the shards are there, and begins to read.
   *
   * @param config what to read and how
   * @param source opens the shards
   * @param transform what is done to each pair
   * @param start where to begin: {@link Position#START}, or a batch's {@link Batch#next()} under
   *     the same configuration
   * @throws IOException if a shard is not there
   * @throws LoaderException if a batch does not fit into one array
   */
  public PairLoader(
      LoaderConfig config, ShardSource source, PairTransform transform, Position start)
      throws IOException {
    for (String shard : config.shards()) {
      source.check(shard);
    }
    this.config = config;
    this.imageSize = transform.image().size();
    BatchBuilder.floats(config.batchSize(), imageSize);
    this.epoch = start.epoch();
    this.samples = start.samples();
    this.toRecover = start.deferred().size();
    PairPreparer preparer =
        new PairPreparer(transform, config.seed(), new PictureCache(config.cacheBytes()), bad);
    this.buffers = preparer.buffers();
    this.pipeline =
        new OrderedPipeline(
            new TrainingSource(e -> EpochReader.shuffled(config, e, source, bad), start),
            preparer::prepare,
            config.threads(),
            config.prefetch());
  }

  /** Always true: training ends when its steps are done. */
  @Override
  public boolean hasNext() {
    return true;
  }

  /**
   * Waits for the next batch.
   *
   * @throws LoaderException if an epoch had no usable pair, the position is not one of this data,
   *     or, if strict, a shard is damaged
   */
  @Override
  public Batch next() {
    BatchBuilder batch = new BatchBuilder(config.batchSize(), imageSize, buffers);
    recoverDeferred();
    List<Prepared.Done> waiting = deferred;
    deferred = new ArrayList<>();
    for (Prepared.Done pair : waiting) {
      place(pair, batch);
    }
    while (!batch.isFull()) {
      Prepared prepared = take();
      if (prepared instanceof Prepared.EpochEnd end) {
        endEpoch(end.end());
      } else {
        accept((Prepared.Done) prepared, batch);
      }
    }
    return batch.build(position());
  }

  /** After a resume, the pairs that waited come out of the stream first. */
  private void recoverDeferred() {
    for (; toRecover > 0; toRecover--) {
      if (take() instanceof Prepared.Done pair && pair.ready().isPresent()) {
        deferred.add(pair);
      }
    }
  }

  private Prepared take() {
    return pipeline
        .take()
        .orElseThrow(() -> new LoaderException("reading data has ended after an earlier failure"));
  }

  private void accept(Prepared.Done pair, BatchBuilder batch) {
    epoch = pair.raw().epoch();
    samples = pair.raw().sample() + 1;
    if (pair.ready().isPresent()) {
      usable++;
      place(pair, batch);
    }
  }

  private void place(Prepared.Done pair, BatchBuilder batch) {
    boolean again = config.uniqueCaptions() && batch.hasCaption(pair.raw().pair());
    if (again && deferred.size() < config.batchSize()) {
      deferred.add(pair);
      return;
    }
    if (again) {
      repeated++;
    }
    batch.add(pair.raw().pair(), pair.ready().orElseThrow());
  }

  private void endEpoch(Item.EpochEnd end) {
    if (end.whole() && usable == 0) {
      throw LoaderException.noUsablePair(config, bad);
    }
    usable = 0;
  }

  private Position position() {
    return new Position(
        epoch,
        samples,
        deferred.stream()
            .map(pair -> new Position.Deferred(pair.raw().epoch(), pair.raw().sample()))
            .toList());
  }

  /**
   * Returns what has been skipped so far; counts are of what was read ahead, too; what comes again
   * in a later epoch is counted once.
   */
  public BadSamples badSamples() {
    return bad;
  }

  /**
   * Returns how many pairs were put into a batch that had their caption already, though unique
   * captions were asked for.
   */
  public long repeatedCaptions() {
    return repeated;
  }

  /** Stops reading and decoding. */
  @Override
  public void close() {
    pipeline.close();
  }
}
