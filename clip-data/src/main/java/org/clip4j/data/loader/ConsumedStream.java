package org.clip4j.data.loader;

import java.util.List;
import java.util.Optional;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.ReadCounts;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShuffleBuffer;

/**
 * Where the stream stands behind the pair that was consumed last, whatever has been read ahead. It
 * goes through the same draws as the reader did, on the samples' places instead of the samples; a
 * position is then a copy of places. For one thread.
 */
final class ConsumedStream {

  private final LoaderConfig config;
  private ReadCounts before;
  private ReadCounts counts = ReadCounts.NONE;
  private long epoch;
  private int pass;
  private long samples;
  private DeterministicRandom random;
  private ShuffleBuffer<SamplePlace> waiting;
  private int turn;
  private SamplePlace next;

  /** Begins at a located position. */
  ConsumedStream(LoaderConfig config, Position start) {
    this.config = config;
    this.before = start.counts();
    begin(start.epoch(), start.pass());
    Cursor cursor = start.cursor();
    if (cursor != null) {
      EpochOrder order = EpochOrder.shuffled(config, epoch, pass).at(cursor);
      samples = start.samples();
      random = order.random();
      waiting = ShuffleBuffer.of(order.buffer(), random, cursor.waiting());
      turn = cursor.turn();
      next = cursor.next();
    }
  }

  /** Begins an epoch, or one of several workers' share of it once more. */
  void begin(long whichEpoch, int whichPass) {
    EpochOrder order = EpochOrder.shuffled(config, whichEpoch, whichPass);
    samples = whichEpoch == epoch ? samples : 0;
    epoch = whichEpoch;
    pass = whichPass;
    before = before.plus(counts);
    counts = ReadCounts.NONE;
    random = order.random();
    waiting = new ShuffleBuffer<>(order.buffer(), random);
  }

  /** Follows the reader to a pair. */
  void take(long ofEpoch, SamplePlace place, Trail trail) {
    if (ofEpoch != epoch || trail.pass() != pass) {
      begin(ofEpoch, trail.pass());
    }
    Optional<SamplePlace> out = Optional.empty();
    for (SamplePlace entered : trail.entered()) {
      out = waiting.add(entered);
    }
    if (out.isEmpty()) {
      out = waiting.drain();
    }
    if (!out.equals(Optional.of(place))) {
      throw new IllegalStateException(
          "the reader drew " + place + ", but here " + out + " was to be drawn");
    }
    counts = trail.counts();
    turn = trail.turn();
    next = trail.next();
    samples++;
  }

  /** The pair that was taken last could not be used. */
  void unusable() {
    before = before.plusBad();
  }

  /** Follows the reader to an epoch's end, behind which another pair will be taken. */
  void end(Item.EpochEnd end) {
    if (end.epoch() == epoch && end.pass() == pass) {
      counts = end.counts();
    } else {
      before = before.plus(end.counts());
    }
  }

  /**
   * Where the stream stands now.
   *
   * @param deferred pairs that wait for a batch
   * @param worker how far the worker is with its share
   */
  Position position(List<Position.Deferred> deferred, WorkerEpoch worker) {
    return new Position(
        epoch,
        samples,
        deferred,
        samples == 0 ? null : new Cursor(turn, next, random.state(), waiting.waiting()),
        worker.at(pass),
        before.plus(counts));
  }
}
