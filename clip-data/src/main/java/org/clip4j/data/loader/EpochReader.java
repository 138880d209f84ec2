package org.clip4j.data.loader;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ReadCounts;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.SamplePlace;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardSpan;
import org.clip4j.data.webdataset.ShardStream;
import org.clip4j.data.webdataset.ShuffleBuffer;

/** The pairs of one epoch in the order that its seed gives, undecoded. */
final class EpochReader implements AutoCloseable {

  private final List<ShardSpan> spans;
  private final int pass;
  private final ShardStream stream;
  private final BadSamples bad;
  private final PairSelector selector;
  private final ShuffleBuffer<Placed> buffer;
  private List<SamplePlace> entered = new ArrayList<>();
  private volatile boolean begun;
  private boolean ended;

  /** A pair and where it lies. */
  private record Placed(Pair pair, SamplePlace place) {}

  /** A pair that comes out, where it lies, and what happened since the one before. */
  record Drawn(Pair pair, SamplePlace place, Trail trail) {}

  private EpochReader(
      LoaderConfig config,
      List<ShardSpan> spans,
      int pass,
      SamplePlace start,
      ShuffleBuffer<Placed> buffer,
      ShardSource source,
      BadSamples bad) {
    this.spans = spans;
    this.pass = pass;
    // What is found while reading, without what decoding finds of it in the meantime.
    this.bad = bad.part();
    this.stream =
        ShardStream.from(
            start, config.shards(), spans, source, config.limits(), this.bad, config.strict());
    this.selector = new PairSelector(config.fields(), config.filters(), this.bad);
    this.buffer = buffer;
  }

  /**
   * Shards and samples shuffled, for training.
   *
   * @param pass see {@link EpochOrder#shuffled}
   */
  static EpochReader shuffled(
      LoaderConfig config, long epoch, int pass, ShardSource source, BadSamples bad) {
    return of(config, EpochOrder.shuffled(config, epoch, pass), pass, source, bad);
  }

  /** Shards and samples in their order, for evaluation. */
  static EpochReader inOrder(LoaderConfig config, ShardSource source, BadSamples bad) {
    return of(config, EpochOrder.inOrder(config), 0, source, bad);
  }

  private static EpochReader of(
      LoaderConfig config, EpochOrder order, int pass, ShardSource source, BadSamples bad) {
    return new EpochReader(
        config,
        order.spans(),
        pass,
        SamplePlace.startOf(0),
        new ShuffleBuffer<>(order.buffer(), order.random()),
        source,
        bad);
  }

  /**
   * What is left of an epoch.
   *
   * @param pass see {@link EpochOrder#shuffled}
   * @param pairs what waits in the shuffle buffer, by place
   * @throws LoaderException if the shards' order is not the cursor's
   */
  static EpochReader from(
      LoaderConfig config,
      long epoch,
      int pass,
      Cursor cursor,
      Map<SamplePlace, Pair> pairs,
      ShardSource source,
      BadSamples bad) {
    EpochOrder order = EpochOrder.shuffled(config, epoch, pass).at(cursor);
    List<ShardSpan> spans = order.spans();
    SamplePlace next = cursor.next();
    boolean fits =
        next == null
            ? cursor.turn() == spans.size()
            : cursor.turn() < spans.size() && isIn(next, spans.get(cursor.turn()));
    if (!fits) {
      throw LoaderException.otherData(
          "in epoch " + epoch + " the shard of turn " + cursor.turn() + " is another one");
    }
    List<Placed> waiting =
        cursor.waiting().stream().map(place -> new Placed(pairs.get(place), place)).toList();
    return new EpochReader(
        config,
        spans,
        pass,
        next == null
            ? SamplePlace.startOf(spans.size())
            : new SamplePlace(cursor.turn(), next.offset(), next.sample()),
        ShuffleBuffer.of(order.buffer(), order.random(), waiting),
        source,
        bad);
  }

  private static boolean isIn(SamplePlace next, ShardSpan span) {
    return next.shard() == span.shard()
        && next.sample() >= span.from()
        && next.sample() <= span.to();
  }

  /** Says in words where it is reading; for any thread. */
  String where() {
    return stream.where();
  }

  /** See {@link ItemSource#passed}. */
  long passed() {
    return selector.passed();
  }

  /** Whether a sample was found where reading was to begin, or the end; for any thread. */
  boolean hasBegun() {
    return begun;
  }

  /** Returns what has been read so far; what turned out while decoding is not in it. */
  ReadCounts counts() {
    return bad.readCounts();
  }

  /** Returns the next pair, or nothing at the epoch's end. */
  Optional<Drawn> next() throws IOException {
    while (!ended) {
      // Long stretches may hold nothing that is handed on, where a closed pipeline would be
      // noticed.
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while reading samples");
      }
      Optional<Sample> sample = stream.next();
      begun = true;
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
    Optional<Pair> pair = selector.select(sample, place.sample());
    pair.ifPresent(p -> entered.add(place));
    return pair.map(p -> new Placed(p, place));
  }

  private Drawn drawn(Placed out) {
    SamplePlace standing = stream.standing();
    boolean over = standing.shard() == spans.size();
    Trail trail =
        new Trail(pass, entered, standing.shard(), over ? null : inList(standing), counts());
    entered = new ArrayList<>(1);
    return new Drawn(out.pair(), out.place(), trail);
  }

  /** The stream counts shards in the epoch's order, places in the list's. */
  private SamplePlace inList(SamplePlace inOrder) {
    int shard = spans.get(inOrder.shard()).shard();
    return new SamplePlace(shard, inOrder.offset(), inOrder.sample());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
