package org.clip4j.data.loader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;
import org.clip4j.data.webdataset.ShuffleBuffer;

/** The pairs of one epoch in the order that its seed gives, undecoded. */
final class EpochReader implements AutoCloseable {

  private final int[] order;
  private final ShardStream stream;
  private final PairSelector selector;
  private final ShuffleBuffer<Placed> buffer;
  private List<SamplePlace> entered = new ArrayList<>();
  private boolean ended;

  /** A pair and where it lies. */
  private record Placed(Pair pair, SamplePlace place) {}

  /** A pair that comes out, where it lies, and what happened since the one before. */
  record Drawn(Pair pair, SamplePlace place, Trail trail) {}

  private EpochReader(
      LoaderConfig config,
      EpochOrder order,
      SamplePlace start,
      ShuffleBuffer<Placed> buffer,
      ShardSource source,
      BadSamples bad) {
    this.order = order.shards();
    List<String> shards = IntStream.of(this.order).mapToObj(config.shards()::get).toList();
    this.stream = ShardStream.from(start, shards, source, config.limits(), bad, config.strict());
    this.selector = new PairSelector(config.fields(), config.filters(), bad);
    this.buffer = buffer;
  }

  /** Shards and samples shuffled, for training. */
  static EpochReader shuffled(LoaderConfig config, long epoch, ShardSource source, BadSamples bad) {
    EpochOrder order = EpochOrder.shuffled(config, epoch);
    return new EpochReader(
        config,
        order,
        SamplePlace.startOf(0),
        new ShuffleBuffer<>(config.shuffle(), order.random()),
        source,
        bad);
  }

  /** Shards and samples in their order, for evaluation. */
  static EpochReader inOrder(LoaderConfig config, ShardSource source, BadSamples bad) {
    EpochOrder order = EpochOrder.inOrder(config);
    return new EpochReader(
        config, order, SamplePlace.startOf(0), new ShuffleBuffer<>(0, order.random()), source, bad);
  }

  /**
   * What is left of an epoch.
   *
   * @param pairs what waits in the shuffle buffer, by place
   * @throws LoaderException if the shards' order is not the cursor's
   */
  static EpochReader from(
      LoaderConfig config,
      long epoch,
      Cursor cursor,
      Map<SamplePlace, Pair> pairs,
      ShardSource source,
      BadSamples bad) {
    int[] order = EpochOrder.shuffled(config, epoch).shards();
    SamplePlace next = cursor.next();
    boolean fits =
        next == null
            ? cursor.turn() == order.length
            : cursor.turn() < order.length && order[cursor.turn()] == next.shard();
    if (!fits) {
      throw LoaderException.otherData(
          "in epoch " + epoch + " the shard of turn " + cursor.turn() + " is another one");
    }
    DeterministicRandom random = new DeterministicRandom(cursor.random());
    List<Placed> waiting =
        cursor.waiting().stream().map(place -> new Placed(pairs.get(place), place)).toList();
    return new EpochReader(
        config,
        new EpochOrder(order, random),
        next == null
            ? SamplePlace.startOf(order.length)
            : new SamplePlace(cursor.turn(), next.offset(), next.sample()),
        ShuffleBuffer.of(config.shuffle(), random, waiting),
        source,
        bad);
  }

  /** Says in words where it is reading; for any thread. */
  String where() {
    return stream.where();
  }

  /** Returns the next pair, or nothing at the epoch's end. */
  Optional<Drawn> next() throws IOException {
    while (!ended) {
      Optional<Sample> sample = stream.next();
      ended = sample.isEmpty();
      Optional<Placed> out = sample.flatMap(this::placed).flatMap(buffer::add);
      if (out.isPresent()) {
        return out.map(this::drawn);
      }
    }
    return buffer.drain().map(this::drawn);
  }

  private Optional<Placed> placed(Sample sample) {
    SamplePlace place = inList(stream.place());
    Optional<Pair> pair = selector.select(sample, place);
    pair.ifPresent(p -> entered.add(place));
    return pair.map(p -> new Placed(p, place));
  }

  private Drawn drawn(Placed out) {
    SamplePlace standing = stream.standing();
    boolean over = standing.shard() == order.length;
    Trail trail = new Trail(entered, standing.shard(), over ? null : inList(standing));
    entered = new ArrayList<>(1);
    return new Drawn(out.pair(), out.place(), trail);
  }

  /** The stream counts shards in the epoch's order, places in the list's. */
  private SamplePlace inList(SamplePlace inOrder) {
    return new SamplePlace(order[inOrder.shard()], inOrder.offset(), inOrder.sample());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
