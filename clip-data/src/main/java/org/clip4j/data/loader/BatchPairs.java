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

/**
 * Which pairs make up a batch, one after another: those that waited for it first, then what comes
 * out of the stream. A pair that is in the batch already, from the epoch before, waits for the next
 * one, and so does one whose caption is, if captions are to be unique. For one thread.
 */
final class BatchPairs {

  private final LoaderConfig config;
  private final OrderedPipeline pipeline;
  private final PairPreparer preparer;
  private final BadSamples bad;
  private final Set<Place> places = new HashSet<>();
  private final Set<String> captions = new HashSet<>();
  private List<Prepared.Done> deferred = new ArrayList<>();
  private Iterator<Prepared.Done> waited = List.<Prepared.Done>of().iterator();
  private int toRecover;
  private final ConsumedStream stream;
  private int whole;
  private long usable;
  private long repeated;

  BatchPairs(
      LoaderConfig config,
      OrderedPipeline pipeline,
      PairPreparer preparer,
      BadSamples bad,
      Position start) {
    this.config = config;
    this.pipeline = pipeline;
    this.preparer = preparer;
    this.bad = bad;
    this.stream = new ConsumedStream(config, start);
    this.toRecover = start.deferred().size();
  }

  /** Begins a batch; the one before is full. */
  void begin() {
    recoverDeferred();
    places.clear();
    captions.clear();
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
      Prepared prepared = take();
      if (prepared instanceof Prepared.EpochEnd end) {
        endEpoch(end.end());
        continue;
      }
      Prepared.Done pair = (Prepared.Done) prepared;
      Item.Raw raw = pair.raw();
      stream.take(raw.epoch(), raw.place(), raw.trail().orElseThrow());
      if (pair.ready().isPresent()) {
        usable++;
        pipeline.rewarded();
        if (isTaken(pair)) {
          return pair;
        }
        defer(pair);
      }
    }
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
    repeated++;
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
    if (end.whole() && usable == 0) {
      throw LoaderException.noUsablePair(config, bad);
    }
    // Names alone could not tell beforehand. One worker's share may be less in one epoch only.
    boolean all = end.whole() && config.order().workers() == 1;
    if (all && !config.filters().isEmpty() && usable < config.batchSize()) {
      throw LoaderException.tooFewPass(config, usable, bad);
    }
    usable = 0;
  }

  /** Where the stream stands behind a full batch. */
  Position position() {
    return stream.position(
        deferred.stream()
            .map(Prepared.Done::raw)
            .map(raw -> new Position.Deferred(raw.epoch(), raw.sample(), raw.place()))
            .toList());
  }

  /** How many pairs came into a batch that had them, or their caption, though it was to be once. */
  long repeated() {
    return repeated;
  }

  /** Which sample of the data a pair is. */
  private record Place(String shard, long index) {}
}
