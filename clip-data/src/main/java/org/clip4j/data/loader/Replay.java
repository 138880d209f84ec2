package org.clip4j.data.loader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a position that has no cursor, by reading its epochs from their start. */
final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final LoaderConfig config;
  private final ShardSource source;
  private final Position wanted;
  private final Set<Position.Deferred> missing;
  private final List<Position.Deferred> found = new ArrayList<>();

  private Replay(LoaderConfig config, ShardSource source, Position wanted) {
    this.config = config;
    this.source = source;
    this.wanted = wanted;
    this.missing = new HashSet<>(wanted.deferred());
  }

  /**
   * The same position, with its cursor and the places of the deferred pairs.
   *
   * @throws LoaderException if the data has no such position
   * @throws IOException if, strict, a shard is damaged
   */
  static Position locate(LoaderConfig config, ShardSource source, Position position)
      throws IOException {
    if (position.isLocated()) {
      return position;
    }
    LOG.info(
        "The checkpoint is one from before places in shards were kept: reading epoch {} again up"
            + " to its pair {}",
        position.epoch(),
        position.samples());
    return new Replay(config, source, position.withoutCursor()).run();
  }

  private Position run() throws IOException {
    Set<Long> epochs = new HashSet<>();
    for (Position.Deferred pair : wanted.deferred()) {
      if (pair.epoch() != wanted.epoch() && epochs.add(pair.epoch())) {
        read(pair.epoch(), Long.MAX_VALUE);
      }
    }
    ConsumedStream stream = read(wanted.epoch(), wanted.samples());
    // What was read again says nothing of the epochs before.
    return stream
        .position(found, new WorkerEpoch(config, wanted, epoch -> {}))
        .withCounts(wanted.counts());
  }

  private ConsumedStream read(long epoch, long samples) throws IOException {
    ConsumedStream stream = new ConsumedStream(config, new Position(epoch, 0));
    long sample = 0;
    try (EpochReader reader = EpochReader.shuffled(config, epoch, 0, source, new BadSamples())) {
      for (; sample < samples; sample++) {
        Optional<EpochReader.Drawn> drawn = reader.next();
        if (drawn.isEmpty()) {
          break;
        }
        stream.take(epoch, drawn.get().place(), drawn.get().trail());
        if (missing.remove(new Position.Deferred(epoch, sample))) {
          found.add(new Position.Deferred(epoch, sample, drawn.get().place()));
        }
      }
    }
    boolean shorter = epoch == wanted.epoch() && sample < samples;
    if (shorter || missing.stream().anyMatch(pair -> pair.epoch() == epoch)) {
      throw LoaderException.otherData("epoch " + epoch + " has only " + sample + " pairs");
    }
    return stream;
  }
}
