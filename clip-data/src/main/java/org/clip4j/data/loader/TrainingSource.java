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

/**
 * Epoch after epoch, for ever, from a position on. Of what lies before the position, the samples in
 * the shuffle buffer and the deferred pairs are read again; the latter are handed on first.
 */
final class TrainingSource implements ItemSource {

  private final LoaderConfig config;
  private final ShardSource source;
  private final BadSamples bad;
  private final Position start;
  private final CaptionDraw captions;
  private final Queue<Item.Raw> deferred = new ArrayDeque<>();
  private volatile long epoch;
  private long sample;
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
    this.epoch = start.epoch();
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
            ? EpochReader.shuffled(config, epoch, source, bad)
            : EpochReader.from(config, epoch, start.cursor(), pairs, source, bad);
  }

  private Map<SamplePlace, Pair> readAgain() {
    Map<SamplePlace, Pair> pairs = new HashMap<>();
    PairSelector selector = new PairSelector(config.fields(), config.filters(), bad);
    try {
      new PlacedSamples(config.shards(), source, config.limits())
          .read(
              start.waiting(),
              (place, found) -> selector.select(found, place).ifPresent(p -> pairs.put(place, p)));
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
    Item end = new Item.EpochEnd(epoch, epoch > start.epoch() || start.samples() == 0);
    reader.close();
    epoch = epoch + 1;
    sample = 0;
    reader = EpochReader.shuffled(config, epoch, source, bad);
    return end;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
