package org.clip4j.data.webdataset;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams the samples of several shards, one shard after the other. A shard that is damaged or
 * cannot be opened gives what was whole before; then one line is logged, it is counted, and the
 * next shard follows. Not safe for use by several threads.
 */
public final class ShardStream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardStream.class);

  private final List<String> shards;
  private final List<ShardSpan> spans;
  private final ShardSource source;
  private final ShardLimits limits;
  private final BadSamples bad;
  private final boolean strict;
  private final boolean contents;
  private ShardReader reader;
  private boolean goesOn;
  private SamplePlace start;
  private volatile int opened;
  private volatile long index = -1;

  /**
   * Begins before the first shard.
   *
   * @param shards the shards' names, in the order to read them
   * @param source opens them
   * @param limits how large members and samples may be
   * @param bad where what is skipped is counted
   * @param strict whether a shard that is damaged or cannot be opened ends the stream in an
   *     exception instead
   */
  public ShardStream(
      List<String> shards, ShardSource source, ShardLimits limits, BadSamples bad, boolean strict) {
    this(
        shards,
        ShardSpan.wholes(IntStream.range(0, shards.size())),
        source,
        limits,
        bad,
        strict,
        true,
        SamplePlace.startOf(0));
  }

  private ShardStream(
      List<String> shards,
      List<ShardSpan> spans,
      ShardSource source,
      ShardLimits limits,
      BadSamples bad,
      boolean strict,
      boolean contents,
      SamplePlace start) {
    this.shards = List.copyOf(shards);
    this.spans = List.copyOf(spans);
    this.opened = start.shard();
    this.start = start;
    this.source = source;
    this.limits = limits;
    this.bad = bad;
    this.strict = strict;
    this.contents = contents;
  }

  /**
   * The samples with the names of their parts alone, passing over the contents: every part is
   * empty. A source whose streams skip without reading, as files do, is asked for little more than
   * the headers.
   *
   * @see #ShardStream(List, ShardSource, ShardLimits, BadSamples, boolean)
   */
  public static ShardStream ofNames(
      List<String> shards, ShardSource source, ShardLimits limits, BadSamples bad, boolean strict) {
    return new ShardStream(
        shards,
        ShardSpan.wholes(IntStream.range(0, shards.size())),
        source,
        limits,
        bad,
        strict,
        false,
        SamplePlace.startOf(0));
  }

  /**
   * What follows from a place on in stretches of shards.
   *
   * @param start where to begin; its shard counts in {@code spans}, and as many as there are is
   *     their end
   * @param shards the shards' names
   * @param spans what is read of them, one after another
   * @see #ShardStream(List, ShardSource, ShardLimits, BadSamples, boolean)
   */
  public static ShardStream from(
      SamplePlace start,
      List<String> shards,
      List<ShardSpan> spans,
      ShardSource source,
      ShardLimits limits,
      BadSamples bad,
      boolean strict) {
    return new ShardStream(shards, spans, source, limits, bad, strict, true, start);
  }

  /**
   * Returns the next sample, or nothing after the last shard.
   *
   * @throws UnreachableException if a server is away, which is no fault of the shard
   * @throws IOException if the shard to begin in cannot be read from its place on; else only if
   *     strict: the shard is damaged or cannot be opened
   */
  public Optional<Sample> next() throws IOException {
    while (reader != null || opened < spans.size()) {
      if (reader == null && !open()) {
        continue;
      }
      boolean over = index + 1 >= spans.get(opened - 1).to();
      Optional<Sample> sample = over ? Optional.empty() : read();
      if (sample.isPresent()) {
        index = index + 1;
        return sample;
      }
      release();
    }
    return Optional.empty();
  }

  /** Returns the place in its shard, from 0, of the sample that {@link #next} returned last. */
  public long index() {
    return index;
  }

  /** Says in words where this stream is reading; for any thread. */
  public String where() {
    int shard = opened - 1;
    return shard < 0
        ? "the first shard"
        : "shard "
            + ShardName.printable(name(shard))
            + ", behind "
            + (index + 1)
            + " of its samples";
  }

  private String name(int span) {
    return shards.get(spans.get(span).shard());
  }

  /** Returns where that sample lies; the shard counts in this stream's spans. */
  public SamplePlace place() {
    return new SamplePlace(opened - 1, reader.readableFrom(), index);
  }

  /**
   * Returns where this stream stands behind that sample, or behind them all; {@link #from} goes on
   * there.
   */
  public SamplePlace standing() {
    return reader == null
        ? startOf(opened)
        : new SamplePlace(opened - 1, reader.nextReadableFrom(), index + 1);
  }

  private SamplePlace startOf(int span) {
    return new SamplePlace(span, 0, span == spans.size() ? 0 : spans.get(span).from());
  }

  /** A shard that was read is read, whatever closing it answers. */
  private void release() {
    try {
      close();
    } catch (IOException e) {
      LOG.debug("closing a shard", e);
    }
  }

  private boolean open() throws IOException {
    String shard = name(opened);
    SamplePlace begin = startOf(opened);
    SamplePlace from = start.sample() < begin.sample() ? begin : start;
    opened = opened + 1;
    start = SamplePlace.startOf(0);
    index = from.sample() - 1;
    goesOn = from.sample() > begin.sample();
    try {
      reader = ShardReader.at(shard, from, source, limits, bad, contents);
      return true;
    } catch (IOException e) {
      UnreachableException.throwIfIn(e);
      String line = "shard " + ShardName.printable(shard) + ": " + reason(e);
      if (goesOn) {
        throw changed(line, e);
      }
      if (strict) {
        throw new IOException(line, e);
      }
      // A stretch in the middle of a shard is found by reading what comes before.
      boolean before = from.sample() > 0;
      bad.shard(before ? Reason.SHARD_DAMAGED : Reason.SHARD_UNREADABLE, shard, null, line);
      return false;
    }
  }

  private IOException changed(String line, IOException cause) {
    return new IOException(
        line
            + " (going on behind its sample "
            + index
            + "; it is not the shard that it was: resume with the same ones)",
        cause);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private Optional<Sample> read() throws IOException {
    try {
      return reader.next();
    } catch (ShardException e) {
      UnreachableException.throwIfIn(e);
      if (goesOn && !reader.hasBegun()) {
        // Whoever stopped here had read what comes next as far as to see where its sample begins.
        throw changed(e.getMessage(), e);
      }
      if (strict) {
        throw e;
      }
      bad.shard(Reason.SHARD_DAMAGED, name(opened - 1), reader.damagedAt(), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      ShardReader last = reader;
      reader = null;
      last.close();
    }
  }
}
