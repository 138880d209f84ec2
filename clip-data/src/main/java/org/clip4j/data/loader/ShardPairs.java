package org.clip4j.data.loader;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;

/**
 * Counts the pairs in single shards: by the names of the samples' parts, or, where there are
 * filters, those that a loader would take before it decodes them. Safe for use by several threads.
 */
final class ShardPairs {

  /** A shard's samples behind so many, 16 MiB of bits, are taken for pairs. */
  private static final int MOST_MARKED = 1 << 27;

  private final LoaderConfig config;
  private final ShardSource source;
  private final BadSamples bad = new BadSamples();

  ShardPairs(LoaderConfig config, ShardSource source) {
    this.config = config;
    this.source = source;
  }

  /** How many samples were read so far, of all shards. */
  long read() {
    return bad.read();
  }

  /**
   * Counts one shard's.
   *
   * @throws IOException if its server is away, or, if strict, it is damaged
   */
  ShardSize count(String shard) throws IOException {
    BitSet others = new BitSet();
    long samples = 0;
    PairTest test = pairTest();
    try (ShardStream stream = open(shard)) {
      for (Optional<Sample> s = stream.next(); s.isPresent(); s = stream.next()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while counting the pairs in a shard");
        }
        if (samples < MOST_MARKED && !test.isPair(s.get(), samples)) {
          others.set((int) samples);
        }
        samples++;
      }
    }
    return new ShardSize(samples, others);
  }

  private ShardStream open(String shard) {
    List<String> one = List.of(shard);
    return config.filters().isEmpty()
        ? ShardStream.ofNames(one, source, config.limits(), bad, config.strict())
        : new ShardStream(one, source, config.limits(), bad, config.strict());
  }

  /** Whether a sample, at its place in the shard, is a pair. */
  @FunctionalInterface
  private interface PairTest {
    boolean isPair(Sample sample, long place);
  }

  private PairTest pairTest() {
    if (config.filters().isEmpty()) {
      return (sample, place) -> config.fields().isPair(sample.parts().keySet());
    }
    PairSelector selector = new PairSelector(config.fields(), config.filters(), bad);
    return (sample, place) -> selector.select(sample, place).isPresent();
  }
}
