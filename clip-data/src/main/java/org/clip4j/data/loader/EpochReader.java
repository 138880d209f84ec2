package org.clip4j.data.loader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clip4j.core.random.DeterministicRandom;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;
import org.clip4j.data.webdataset.ShuffleBuffer;

/** The pairs of one epoch in the order that its seed gives, undecoded. */
final class EpochReader implements AutoCloseable {

  private final ShardStream stream;
  private final PairSelector selector;
  private final ShuffleBuffer<Pair> buffer;
  private boolean ended;

  private EpochReader(
      LoaderConfig config,
      List<String> order,
      int shuffle,
      DeterministicRandom random,
      ShardSource source,
      BadSamples bad) {
    this.stream = new ShardStream(order, source, config.limits(), bad, config.strict());
    this.selector = new PairSelector(config.fields(), bad);
    this.buffer = new ShuffleBuffer<>(shuffle, random);
  }

  /** Shards and samples shuffled, for training. */
  static EpochReader shuffled(LoaderConfig config, long epoch, ShardSource source, BadSamples bad) {
    int[] order = IntStream.range(0, config.shards().size()).toArray();
    DeterministicRandom.of(DeterministicRandom.of(config.seed(), "shard order").state(), epoch)
        .shuffle(order);
    DeterministicRandom random =
        DeterministicRandom.of(
            DeterministicRandom.of(config.seed(), "shuffle buffer").state(), epoch);
    List<String> shards = IntStream.of(order).mapToObj(config.shards()::get).toList();
    return new EpochReader(config, shards, config.shuffle(), random, source, bad);
  }

  /** Shards and samples in their order, for evaluation. */
  static EpochReader inOrder(LoaderConfig config, ShardSource source, BadSamples bad) {
    return new EpochReader(config, config.shards(), 0, new DeterministicRandom(0), source, bad);
  }

  /** Returns the next pair, or nothing at the epoch's end. */
  Optional<Pair> next() throws IOException {
    while (!ended) {
      Optional<Sample> sample = stream.next();
      ended = sample.isEmpty();
      Optional<Pair> out =
          sample.flatMap(s -> selector.select(s, stream.index())).flatMap(buffer::add);
      if (out.isPresent()) {
        return out;
      }
    }
    return buffer.drain();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
