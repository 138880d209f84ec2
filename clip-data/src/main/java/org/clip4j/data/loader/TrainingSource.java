package org.clip4j.data.loader;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Epoch after epoch, for ever, from a position on. What lies before the position is read again but
 * not handed on, except for the pairs that were deferred there.
 */
final class TrainingSource implements ItemSource {

  private final LongFunction<EpochReader> epochs;
  private final Position start;
  private final Set<Position.Deferred> deferred;
  private long epoch;
  private long sample;
  private EpochReader reader;

  TrainingSource(LongFunction<EpochReader> epochs, Position start) {
    this.epochs = epochs;
    this.start = start;
    this.deferred = new HashSet<>(start.deferred());
    this.epoch = start.deferred().isEmpty() ? start.epoch() : start.deferred().get(0).epoch();
    this.reader = epochs.apply(epoch);
  }

  @Override
  public Optional<Item> next() throws IOException {
    while (true) {
      Optional<Pair> pair = reader.next();
      if (pair.isEmpty()) {
        Optional<Item> end = endEpoch();
        if (end.isPresent()) {
          return end;
        }
      } else {
        Position.Deferred here = new Position.Deferred(epoch, sample++);
        if (!here.isBefore(start.epoch(), start.samples()) || deferred.remove(here)) {
          return Optional.of(new Item.Raw(here.epoch(), here.sample(), pair.get()));
        }
      }
    }
  }

  /** Begins the next epoch; there is nothing to say of one that ended before the position. */
  private Optional<Item> endEpoch() throws IOException {
    boolean shorter = epoch == start.epoch() && sample < start.samples();
    if (shorter || deferred.stream().anyMatch(pair -> pair.epoch() == epoch)) {
      throw new LoaderException(
          "the run stood at "
              + start
              + ", but now epoch "
              + epoch
              + " has only "
              + sample
              + " pairs: the shards, the seed or the data settings are not those of the run; resume"
              + " with the same ones");
    }
    Optional<Item> end = Optional.empty();
    if (epoch >= start.epoch()) {
      end = Optional.of(new Item.EpochEnd(epoch, epoch > start.epoch() || start.samples() == 0));
    }
    reader.close();
    epoch++;
    sample = 0;
    reader = epochs.apply(epoch);
    return end;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
