package org.clip4j.data.loader;

import java.util.List;
import java.util.Optional;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShuffleBuffer;

/**
 * Where the stream stands behind the pair that was consumed last, whatever has been read ahead. It
 * goes through the same draws as the reader did, on the samples' places instead of the samples; a
 * position is then a copy of places. For one thread.
 */
final class ConsumedStream {

  private final LoaderConfig config;
  private long epoch;
  private long samples;
  private DeterministicRandom random;
  private ShuffleBuffer<SamplePlace> waiting;
  private int turn;
  private SamplePlace next;

  /** Begins at a located position. */
  ConsumedStream(LoaderConfig config, Position start) {
    this.config = config;
    beginEpoch(start.epoch());
    Cursor cursor = start.cursor();
    if (cursor != null) {
      samples = start.samples();
      random = new DeterministicRandom(cursor.random());
      waiting = ShuffleBuffer.of(config.shuffle(), random, cursor.waiting());
      turn = cursor.turn();
      next = cursor.next();
    }
  }

  private void beginEpoch(long which) {
    epoch = which;
    samples = 0;
    random = EpochOrder.shuffled(config, which).random();
    waiting = new ShuffleBuffer<>(config.shuffle(), random);
  }

  /** Follows the reader to a pair. */
  void take(long ofEpoch, SamplePlace place, Trail trail) {
    if (ofEpoch != epoch) {
      beginEpoch(ofEpoch);
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
    turn = trail.turn();
    next = trail.next();
    samples++;
  }

  /**
   * Where the stream stands now.
   *
   * @param deferred pairs that wait for a batch
   */
  Position position(List<Position.Deferred> deferred) {
    return new Position(
        epoch,
        samples,
        deferred,
        samples == 0 ? null : new Cursor(turn, next, random.state(), waiting.waiting()));
  }
}
