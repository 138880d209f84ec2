package org.clip4j.data.loader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.PlacedSamples;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;

/**
 * Epoch after epoch, for ever, from a position on. For one of several workers an epoch's share
 * comes again and again, until it is told that the next one begins. Of what lies before the
 * position, the samples in the shuffle buffer and the deferred pairs are read again; the latter are
 * handed on first.
 */
final class TrainingSource implements ItemSource {

  private final LoaderConfig config;
  private final ShardSource source;
  private final BadSamples bad;
  private final Position start;
  private final CaptionDraw captions;
  private final Queue<Item.Raw> deferred = new ArrayDeque<>();
  private final PairSelector selectorAgain;
  private volatile long epoch;
  private int pass;
  private long sample;
  private volatile long wanted;
  private volatile EpochReader reader;

  /**
   * Reads nothing yet.
   *
   * @param start a located position
   */
  TrainingSource(LoaderConfig config, ShardSource source, BadSamples bad, Position start) {
    this.config = config;
    this.source = source;
    this.bad = bad;
    this.start = start;
    this.captions = new CaptionDraw(config.drawSeed());
    this.selectorAgain = new PairSelector(config.fields(), config.filters(), bad);
    this.epoch = start.epoch();
    this.pass = start.pass();
    this.sample = start.samples();
  }

  @Override
  public Optional<Item> next() throws IOException {
    if (reader == null) {
      begin();
    }
    if (!deferred.isEmpty()) {
      return Optional.of(deferred.remove());
    }
    if (pass > 0 && wanted > epoch) {
      read(epoch + 1, 0);
    }
    Optional<EpochReader.Drawn> drawn = reader.next();
    return Optional.of(drawn.isPresent() ? raw(drawn.get()) : endEpoch());
  }

  @Override
  public String where() {
    EpochReader reading = reader;
    return reading == null
        ? "the samples that waited when the run stopped"
        : "epoch " + epoch + ", " + reading.where() + LoaderException.filteredAside(bad);
  }

  @Override
  public long passed() {
    EpochReader reading = reader;
    // Until reading has come to its place, in compressed shards by all that lies before, the bytes
    // are what moves.
    long looking = reading == null || !reading.hasBegun() ? source.bytesRead() : 0;
    return looking + selectorAgain.passed() + (reading == null ? 0 : reading.passed());
  }

  private void begin() throws IOException {
    Map<SamplePlace, Pair> pairs = readAgain();
    for (Position.Deferred pair : start.deferred()) {
      deferred.add(
          new Item.Raw(
              pair.epoch(),
              pair.sample(),
              captions.draw(pairs.get(pair.place()), pair.epoch(), pair.sample()),
              pair.place(),
              Optional.empty()));
    }
    reader =
        start.cursor() == null
            ? EpochReader.shuffled(config, epoch, pass, source, bad)
            : EpochReader.from(config, epoch, pass, start.cursor(), pairs, source, bad);
  }

  /**
   * One of several workers needs no more repeats of the epochs before this one; for any thread.
   * What was read ahead of them still comes.
   */
  void goOnTo(long which) {
    wanted = which;
  }

  private Map<SamplePlace, Pair> readAgain() throws UnreachableException {
    Map<SamplePlace, Pair> pairs = new HashMap<>();
    try {
      new PlacedSamples(config.shards(), source, config.limits())
          .read(
              start.waiting(),
              (place, found) ->
                  selectorAgain.select(found, place.sample()).ifPresent(p -> pairs.put(place, p)));
    } catch (UnreachableException e) {
      throw e;
    } catch (IOException e) {
      throw LoaderException.otherData(e.getMessage(), e);
    }
    start.waiting().stream()
        .filter(place -> !pairs.containsKey(place))
        .findFirst()
        .ifPresent(
            place -> {
              throw LoaderException.otherData("there is no pair at " + place);
            });
    return pairs;
  }

  private Item raw(EpochReader.Drawn drawn) {
    Pair pair = captions.draw(drawn.pair(), epoch, sample);
    return new Item.Raw(epoch, sample++, pair, drawn.place(), Optional.of(drawn.trail()));
  }

  private Item endEpoch() throws IOException {
    boolean whole = epoch > start.epoch() || pass > start.pass() || start.samples() == 0;
    Item end =
        new Item.EpochEnd(epoch, pass, whole, LoaderException.filtered(bad), reader.counts());
    if (config.order().workers() == 1) {
      read(epoch + 1, 0);
    } else {
      read(epoch, pass + 1);
    }
    return end;
  }

  private void read(long whichEpoch, int whichPass) throws IOException {
    reader.close();
    sample = whichEpoch == epoch ? sample : 0;
    epoch = whichEpoch;
    pass = whichPass;
    reader = EpochReader.shuffled(config, epoch, pass, source, bad);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
