package org.clip4j.data.webdataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Reads single samples again, each from its place. A shard is opened once, at the first of its
 * samples that is wanted; what lies between two of them is passed over.
 */
public final class PlacedSamples {

  private final List<String> shards;
  private final ShardSource source;
  private final ShardLimits limits;

  /**
   * Opens nothing yet.
   *
   * @param shards all shards, which places count in
   * @param source opens them
   * @param limits how large members and samples may be
   */
  public PlacedSamples(List<String> shards, ShardSource source, ShardLimits limits) {
    this.shards = List.copyOf(shards);
    this.source = source;
    this.limits = limits;
  }

  /**
   * Reads samples, shard by shard and in each from its start to its end.
   *
   * @param places which; equal ones are read once
   * @param to is given each sample with its place
   * @throws UnreachableException if a server is away
   * @throws IOException if one cannot be read there, naming shard and place
   */
  public void read(Collection<SamplePlace> places, BiConsumer<SamplePlace, Sample> to)
      throws IOException {
    TreeMap<Integer, NavigableSet<SamplePlace>> byShard = new TreeMap<>();
    for (SamplePlace place : places) {
      byShard
          .computeIfAbsent(
              place.shard(), s -> new TreeSet<>(Comparator.comparingLong(SamplePlace::sample)))
          .add(place);
    }
    for (NavigableSet<SamplePlace> ofShard : byShard.values()) {
      readShard(new ArrayList<>(ofShard), to);
    }
  }

  private void readShard(List<SamplePlace> places, BiConsumer<SamplePlace, Sample> to)
      throws IOException {
    SamplePlace first = places.get(0);
    if (first.shard() >= shards.size()) {
      throw new IOException(
          "the place " + first + " is of another list of shards: this one has " + shards.size());
    }
    String shard = shards.get(first.shard());
    SamplePlace wanted = first;
    try (ShardReader reader =
        ShardReader.at(shard, first, source, limits, new BadSamples(), true)) {
      for (SamplePlace place : places) {
        wanted = place;
        reader.passTo(place.sample());
        Optional<Sample> sample = reader.next();
        if (sample.isEmpty() || reader.readableFrom() != place.offset()) {
          throw new IOException("no sample begins there");
        }
        to.accept(place, sample.get());
      }
    } catch (IOException e) {
      UnreachableException.throwIfIn(e);
      throw new IOException(
          "shard "
              + ShardName.printable(shard)
              + ": sample "
              + wanted.sample()
              + " cannot be read again at byte "
              + wanted.offset()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
