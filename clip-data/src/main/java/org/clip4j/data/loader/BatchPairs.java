package org.clip4j.data.loader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.clip4j.data.webdataset.BadSamples;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pairs make up a batch, one after another: those that waited for it first, then what comes
 * out of the stream. A pair that is in the batch already, from the epoch before, waits for the next
 * one, and so does one whose caption is, if captions are to be unique. For one thread.
 *
 * <p>One of several workers makes a fixed number of batches an epoch. What of its own pairs is left
 * behind the last of them waits for the next epoch; where they are too few, its share comes again
 * from its start.
 */
final class BatchPairs {

  private static final Logger LOG = LoggerFactory.getLogger(BatchPairs.class);

  private final LoaderConfig config;
  private final OrderedPipeline pipeline;
  private final PairPreparer preparer;
  private final BadSamples bad;
  private final WorkerEpoch worker;
  private final Set<Place> places = new HashSet<>();
  private final Set<String> captions = new HashSet<>();
  private final Set<Integer> read = new HashSet<>();
  private List<Prepared.Done> deferred = new ArrayList<>();
  private Iterator<Prepared.Done> waited = List.<Prepared.Done>of().iterator();
  private int toRecover;
  private final ConsumedStream stream;
  private int whole;
  private long usable;
  private long repeated;
  private int passedOver;

  /**
   * @param start a located position
   * @param worker at the same position
   */
  BatchPairs(
      LoaderConfig config,
      OrderedPipeline pipeline,
      PairPreparer preparer,
      BadSamples bad,
      Position start,
      WorkerEpoch worker) {
    this.config = config;
    this.pipeline = pipeline;
    this.preparer = preparer;
    this.bad = bad;
    this.worker = worker;
    this.stream = new ConsumedStream(config, start);
    this.toRecover = start.deferred().size();
  }

  /** Begins a batch; the one before is full. */
  void begin() {
    recoverDeferred();
    if (worker.isOver()) {
      endOwnEpoch();
    }
    places.clear();
    captions.clear();
    passedOver = 0;
    List<Prepared.Done> waiting = deferred;
    List<Callable<Prepared.Done>> taken = new ArrayList<>();
    deferred = new ArrayList<>();
    for (Prepared.Done pair : waiting) {
      if (taken.size() < config.batchSize() && isTaken(pair)) {
        taken.add(() -> preparedAgain(pair));
        whole -= pair.ready().isPresent() ? 1 : 0;
      } else {
        deferred.add(pair);
      }
    }
    waited = new Lookahead<>(pipeline, taken.iterator(), config.prefetch());
  }

  /** The batch's next pair, with its values. */
  Prepared.Done next() {
    if (waited.hasNext()) {
      return waited.next();
    }
    while (true) {
      Optional<Prepared.Done> usablePair = takeUsable();
      if (usablePair.isEmpty()) {
        continue;
      }
      Prepared.Done pair = usablePair.get();
      boolean again = pair.raw().trail().orElseThrow().pass() > 0;
      if (again ? isTakenAgain(pair) : isTaken(pair)) {
        return pair;
      }
      if (again) {
        preparer.release(pair.ready().orElseThrow());
      } else {
        defer(pair);
      }
    }
  }

  /** The next pair, or nothing where it is not usable, not wanted any more, or an epoch's end. */
  private Optional<Prepared.Done> takeUsable() {
    Prepared prepared = take();
    if (prepared instanceof Prepared.EpochEnd end) {
      if (!worker.isPast(end.end().epoch())) {
        stream.end(end.end());
        endEpoch(end.end());
        worker.shareEnded();
      }
      return Optional.empty();
    }
    Prepared.Done pair = (Prepared.Done) prepared;
    Item.Raw raw = pair.raw();
    if (worker.isPast(raw.epoch())) {
      pair.ready().ifPresent(preparer::release);
      return Optional.empty();
    }
    stream.take(raw.epoch(), raw.place(), raw.trail().orElseThrow());
    if (pair.ready().isEmpty()) {
      stream.unusable();
      return Optional.empty();
    }
    usable++;
    pipeline.rewarded();
    return Optional.of(pair);
  }

  /** What is left of the worker's own pairs waits for the next epoch, which begins. */
  private void endOwnEpoch() {
    while (!worker.isOwnTaken()) {
      takeUsable().ifPresent(this::defer);
      if (deferred.size() > config.batchSize()) {
        throw LoaderException.otherSizes(config);
      }
    }
    usable = 0;
    stream.begin(worker.next(), 0);
  }

  /** After a resume, the pairs that waited come out of the stream first. */
  private void recoverDeferred() {
    for (; toRecover > 0; toRecover--) {
      if (take() instanceof Prepared.Done pair && pair.ready().isPresent()) {
        defer(pair);
      }
    }
  }

  private Prepared take() {
    config.tolerance().check(bad);
    return pipeline
        .take()
        .orElseThrow(() -> new LoaderException("reading data has ended after an earlier failure"));
  }

  /** Whether a pair comes into this batch; it and its caption then stand there. */
  private boolean isTaken(Prepared.Done done) {
    if (isNew(done.raw().pair())) {
      return true;
    }
    if (deferred.size() < config.batchSize()) {
      return false;
    }
    countRepeated();
    return true;
  }

  private void countRepeated() {
    if (repeated++ == 0) {
      LOG.warn(
          "A pair{} stands in a batch more than once, for nothing else came: give more data than"
              + " the {} pairs of a batch, or ask for less",
          config.uniqueCaptions() ? " or a caption" : "",
          config.batchSize());
    }
  }

  /**
   * Whether a pair that comes again comes into this batch: none that is there, as long as there is
   * hope for others.
   */
  private boolean isTakenAgain(Prepared.Done done) {
    if (!isNew(done.raw().pair())) {
      if (passedOver < config.batchSize()) {
        passedOver++;
        return false;
      }
      countRepeated();
    }
    worker.sampleRepeated();
    return true;
  }

  private boolean isNew(Pair pair) {
    return places.add(new Place(pair.shard(), pair.place()))
        // The tokenizer lower-cases too.
        && (!config.uniqueCaptions() || captions.add(pair.caption().toLowerCase(Locale.ROOT)));
  }

  /**
   * As many pairs may wait as a batch has, but no more than a part's with their values: the others
   * are prepared again, in hope that what waits for a large batch fits into memory.
   */
  private void defer(Prepared.Done pair) {
    if (whole < config.partSize()) {
      whole++;
      deferred.add(pair);
      return;
    }
    preparer.release(pair.ready().orElseThrow());
    deferred.add(new Prepared.Done(pair.raw(), Optional.empty()));
  }

  private Prepared.Done preparedAgain(Prepared.Done pair) {
    Prepared.Done again = pair.ready().isPresent() ? pair : preparer.prepare(pair.raw());
    if (again.ready().isEmpty()) {
      throw new LoaderException(
          "sample '" + pair.raw().pair().key() + "' could be used once, but not again: " + bad);
    }
    return again;
  }

  private void endEpoch(Item.EpochEnd end) {
    if (end.whole() && !isAllRead(end.epoch())) {
      return;
    }
    read.clear();
    if (end.whole()) {
      int shards = EpochOrder.shuffled(config, end.epoch(), end.pass()).spans().size();
      config.tolerance().checkShards(end.counts().lostShards(), shards, bad);
    }
    if (end.whole() && usable == 0) {
      throw LoaderException.noUsablePair(config, end.filtered(), bad);
    }
    // Names alone could not tell beforehand; what several workers share was counted by what passes.
    boolean unknown = !config.filters().isEmpty() && config.order().workers() == 1;
    if (end.whole() && unknown && usable < config.batchSize()) {
      throw LoaderException.tooFewPass(config, usable, end.filtered(), bad);
    }
    usable = 0;
  }

  /**
   * Whether all shards have been read since that was so last: of those that are drawn with
   * replacement, an epoch may have none but empty ones.
   */
  private boolean isAllRead(long epoch) {
    ShardOrder order = config.order();
    if (order.workers() > 1 || order.weights().isEmpty()) {
      return true;
    }
    EpochOrder.shuffled(config, epoch, 0).spans().forEach(span -> read.add(span.shard()));
    return read.size() == config.shards().size();
  }

  /** Ends a batch, which is full, and says where the stream stands behind it. */
  Position end() {
    worker.batchMade();
    return stream.position(
        deferred.stream()
            .map(Prepared.Done::raw)
            .map(raw -> new Position.Deferred(raw.epoch(), raw.sample(), raw.place()))
            .toList(),
        worker);
  }

  /** How many samples one of several workers has taken again to fill its epochs. */
  long repeatedSamples() {
    return worker.repeatedSamples();
  }

  /** How many pairs came into a batch that had them, or their caption, though it was to be once. */
  long repeated() {
    return repeated;
  }

  /** Which sample of the data a pair is. */
  private record Place(String shard, long index) {}
}
