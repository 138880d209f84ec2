package org.clip4j.data.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.PlacedSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;

/**
 * Takes samples to look at. What is in memory is bounded by how many are wanted, not by how many
 * there are.
 */
public final class SampleSheet {

  private static final String STREAM = "sample sheet";

  private final SheetOptions options;
  private final ShardSource source;
  private final LongConsumer progress;

  /**
   * Reads nothing yet.
   *
   * @param options which samples
   * @param source opens the shards
   * @param progress is given the number of samples that were passed
   */
  public SampleSheet(SheetOptions options, ShardSource source, LongConsumer progress) {
    this.options = options;
    this.source = source;
    this.progress = progress;
  }

  /**
   * Draws samples at random, as many from each shard as its share of the limit is; where there are
   * more shards than that, from shards at even distances. Shards are gone over twice: by their
   * headers, and to read what was drawn. What is found bad on the first way, such as the rest of a
   * damaged shard, comes behind, as many as the limit again at the most.
   *
   * @throws IOException if a shard that was read once cannot be read again
   */
  public List<SheetSample> drawn() throws IOException {
    SheetSamples passed = new SheetSamples(options);
    SheetSamples drawn = new SheetSamples(options);
    new PlacedSamples(options.shards(), source, options.limits())
        .read(places(passed.bad()), (place, sample) -> drawn.attempt(sample, place, true));
    List<SheetSample> all = new ArrayList<>(drawn.taken());
    all.addAll(passed.taken());
    return List.copyOf(all);
  }

  private List<SamplePlace> places(BadSamples bad) throws IOException {
    int shards = options.shards().size();
    int read = Math.min(shards, options.limit());
    List<SamplePlace> places = new ArrayList<>();
    long passed = 0;
    for (int i = 0; i < read; i++) {
      int shard = (int) ((long) i * shards / read);
      // What does not divide goes to the first ones.
      int quota = options.limit() / read + (i < options.limit() % read ? 1 : 0);
      passed = draw(shard, quota, passed, bad, places);
    }
    return places;
  }

  /** Adds some places of a shard, each sample as likely as any other (reservoir sampling). */
  private long draw(int shard, int quota, long passed, BadSamples bad, List<SamplePlace> places)
      throws IOException {
    DeterministicRandom random =
        DeterministicRandom.of(DeterministicRandom.of(options.seed(), STREAM).state(), shard);
    SamplePlace[] kept = new SamplePlace[quota];
    long seen = 0;
    try (ShardStream names =
        ShardStream.ofNames(
            List.of(options.shards().get(shard)), source, options.limits(), bad, false)) {
      while (names.next().isPresent()) {
        long slot = seen < quota ? seen : random.nextLong(seen + 1);
        if (slot < quota) {
          SamplePlace place = names.place();
          kept[(int) slot] = new SamplePlace(shard, place.offset(), place.sample());
        }
        seen++;
        progress.accept(passed + seen);
      }
    }
    for (int i = 0; i < Math.min(quota, seen); i++) {
      places.add(kept[i]);
    }
    return passed + seen;
  }

  /**
   * Finds bad samples: the first ones, in the order of the shards. Every sample on the way is read
   * and tried.
   *
   * @throws IOException not for a shard that cannot be read, which is one of them
   */
  public List<SheetSample> bad() throws IOException {
    SheetSamples samples = new SheetSamples(options);
    long passed = 0;
    try (ShardStream stream =
        new ShardStream(options.shards(), source, options.limits(), samples.bad(), false)) {
      while (samples.taken().size() < options.limit()) {
        Optional<Sample> sample = stream.next();
        if (sample.isEmpty()) {
          break;
        }
        samples.attempt(sample.get(), stream.place(), false);
        passed++;
        progress.accept(passed);
      }
    }
    return List.copyOf(samples.taken());
  }
}
