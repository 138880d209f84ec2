package org.clip4j.data.loader;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;

/**
 * One pass over the pairs in the order of the shards, for evaluation; the last batch may be
 * smaller. Of several captions of a pair the first counts. Shuffling, unique captions, the cache,
 * parts and keeping do not apply. Not safe for use by several threads.
 */
public final class EvalLoader implements Iterator<Batch>, AutoCloseable {

  private final LoaderConfig config;
  private final int imageSize;
  private final BadSamples bad;
  private final ArrayPool<float[]> buffers;
  private final OrderedPipeline pipeline;
  private Optional<Prepared.Done> ahead;
  private boolean begun;

  /**
   * Looks whether the shards are there, and begins to read.
   *
   * @param config what to read and how
   * @param source opens the shards
   * @param transform what is done to each pair
   * @throws IOException if a shard is not there
   * @throws LoaderException if a batch does not fit into one array
   */
  public EvalLoader(LoaderConfig config, ShardSource source, PairTransform transform)
      throws IOException {
    this(config, source, transform, new BadSamples());
  }

  /**
   * The same, with what is skipped counted elsewhere.
   *
   * @param bad counts what is skipped
   * @see #EvalLoader(LoaderConfig, ShardSource, PairTransform)
   */
  public EvalLoader(
      LoaderConfig config, ShardSource source, PairTransform transform, BadSamples bad)
      throws IOException {
    this(config, source, transform, bad, () -> {});
  }

  /**
   * The same, for one who may not want to wait to the end.
   *
   * @param meanwhile called every quarter of a second while a batch is waited for, by who waits;
   *     what it throws ends the wait, and comes out of {@link #hasNext} or {@link #next}
   * @see #EvalLoader(LoaderConfig, ShardSource, PairTransform)
   */
  public EvalLoader(
      LoaderConfig config,
      ShardSource source,
      PairTransform transform,
      BadSamples bad,
      Runnable meanwhile)
      throws IOException {
    for (String shard : config.shards()) {
      source.check(shard);
    }
    this.config = config;
    this.bad = bad;
    this.imageSize = transform.image().size();
    BatchBuilder.floats(config.batchSize(), imageSize);
    PairPreparer preparer =
        new PairPreparer(transform, config.seed(), Keep.NOTHING, new PictureCache(0), bad);
    this.buffers = preparer.buffers();
    this.pipeline =
        new OrderedPipeline(
            new OnePass(EpochReader.inOrder(config, source, bad), bad),
            preparer::prepare,
            config.threads(),
            config.prefetch(),
            config.tolerance(),
            meanwhile);
  }

  /**
   * Whether there is another batch; waits for its first pair.
   *
   * @throws LoaderException if the shards have no usable pair at all, or, if strict, one is damaged
   */
  @Override
  public boolean hasNext() {
    if (!begun) {
      ahead = advance();
      begun = true;
      if (ahead.isEmpty()) {
        throw LoaderException.noUsablePair(config, LoaderException.filtered(bad), bad);
      }
    }
    return ahead.isPresent();
  }

  /**
   * Waits for the next batch.
   *
   * @throws NoSuchElementException if there is none
   * @throws LoaderException as {@link #hasNext}
   */
  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the one pass over the shards is over");
    }
    BatchBuilder batch = new BatchBuilder(config.batchSize(), imageSize, buffers);
    long taken = 0;
    while (ahead.isPresent() && !batch.isFull()) {
      Prepared.Done pair = ahead.get();
      batch.add(pair.raw().pair(), pair.ready().orElseThrow());
      taken = pair.raw().sample() + 1;
      ahead = advance();
    }
    return batch.build(true, new Position(0, taken));
  }

  private Optional<Prepared.Done> advance() {
    for (Optional<Prepared> next = pipeline.take(); next.isPresent(); next = pipeline.take()) {
      config.tolerance().check(bad);
      if (next.get() instanceof Prepared.Done pair && pair.ready().isPresent()) {
        pipeline.rewarded();
        return Optional.of(pair);
      }
    }
    return Optional.empty();
  }

  /** Returns what has been skipped so far. */
  public BadSamples badSamples() {
    return bad;
  }

  /** Stops reading and decoding. */
  @Override
  public void close() {
    pipeline.close();
  }

  /** An epoch's pairs, numbered. */
  private static final class OnePass implements ItemSource {
    private final EpochReader reader;
    private final BadSamples bad;
    private long sample;

    OnePass(EpochReader reader, BadSamples bad) {
      this.reader = reader;
      this.bad = bad;
    }

    @Override
    public Optional<Item> next() throws IOException {
      return reader
          .next()
          .map(drawn -> new Item.Raw(0, sample++, drawn.pair(), drawn.place(), Optional.empty()));
    }

    @Override
    public String where() {
      return reader.where() + LoaderException.filteredAside(bad);
    }

    @Override
    public long passed() {
      return reader.passed();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
