package org.clip4j.data.webdataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.clip4j.data.webdataset.BadSamples.Reason;

/**
 * Streams the samples of one shard: neighbouring members of one key are one sample. Not safe for
 * use by several threads.
 */
public final class ShardReader implements AutoCloseable {

  /** What a member costs beside its contents, so that endless empty members come to an end. */
  private static final int MEMBER_OVERHEAD = 512;

  private static final byte[] NOTHING = {};

  private final String shard;
  private final ShardLimits limits;
  private final BadSamples bad;
  private final TarMembers members;
  private boolean contents;
  private boolean passing;
  private Pending pending;
  private MemberName ahead;
  private boolean begun;
  private boolean lastSeen;
  private boolean ended;
  private String lastKey;
  private long whole;
  private long readableFrom;
  private long damagedAt;

  /**
   * Reads a shard from a stream.
   *
   * @param shard the shard's name, for messages
   * @param in the archive; this reader buffers and closes it
   * @param limits how large members and samples may be
   * @param bad where samples over the limits are counted
   */
  public ShardReader(String shard, InputStream in, ShardLimits limits, BadSamples bad) {
    this(shard, in, limits, bad, true, SamplePlace.startOf(0));
  }

  /**
   * @param contents whether the members are read; otherwise the samples' parts are all empty
   * @param start where the stream begins
   */
  ShardReader(
      String shard,
      InputStream in,
      ShardLimits limits,
      BadSamples bad,
      boolean contents,
      SamplePlace start) {
    this.shard = shard;
    this.limits = limits;
    this.bad = bad;
    this.contents = contents;
    this.members = new TarMembers(in, start.offset());
    this.whole = start.offset() == 0 ? 0 : start.sample();
  }

  /**
   * Opens a shard, to go on at a place in it.
   *
   * @throws IOException if it cannot be opened, or has no such place
   */
  static ShardReader at(
      String shard,
      SamplePlace place,
      ShardSource source,
      ShardLimits limits,
      BadSamples bad,
      boolean contents)
      throws IOException {
    InputStream in = place.offset() == 0 ? source.open(shard) : source.open(shard, place.offset());
    ShardReader reader = new ShardReader(shard, in, limits, bad, contents, place);
    try {
      reader.passTo(place.sample());
      return reader;
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Opens a file with the default limits.
   *
   * @throws IOException if it cannot be opened
   */
  public static ShardReader open(Path file) throws IOException {
    return new ShardReader(
        file.toString(),
        ShardSource.local().open(file.toString()),
        ShardLimits.DEFAULT,
        new BadSamples());
  }

  /**
   * Returns the next whole sample, or nothing at the shard's end.
   *
   * @throws ShardException if the shard is truncated or damaged here; later calls return nothing
   */
  public Optional<Sample> next() throws ShardException {
    while (!ended) {
      Optional<Pending> finished;
      try {
        finished = advance();
      } catch (IOException e) {
        ended = true;
        damagedAt = pending == null ? members.offset() : pending.offset;
        pending = null;
        throw new ShardException(
            "shard "
                + ShardName.printable(shard)
                + ": "
                + BadSamples.printable(String.valueOf(e.getMessage()))
                + lastGood()
                + "; make the shard again or take it off the list",
            e);
      }
      Optional<Sample> sample = finished.flatMap(this::accept);
      if (sample.isPresent()) {
        lastKey = sample.get().key();
        whole++;
        return sample;
      }
    }
    return Optional.empty();
  }

  private String lastGood() {
    if (whole == 0) {
      return ", before any whole sample";
    }
    return ", after "
        + whole
        + " whole samples"
        + (lastKey == null ? "" : ", the last '" + BadSamples.printable(lastKey) + "'");
  }

  /**
   * Passes over samples without reading their contents, until a place is the next. What is wrong
   * with them has been said when they were read.
   *
   * @param place a sample's place in the shard, from 0, not before the next one
   * @throws ShardException if the shard is damaged before
   * @throws EOFException if it ends before
   */
  void passTo(long place) throws IOException {
    boolean read = contents;
    contents = false;
    passing = true;
    while (whole < place) {
      if (next().isEmpty()) {
        throw new EOFException("it ends after " + whole + " samples");
      }
    }
    contents = read;
    passing = false;
  }

  /** Whether a member's header, or the archive's end, was found where this began to read. */
  boolean hasBegun() {
    return begun;
  }

  /** Returns the byte from which the sample can be read that was given last. */
  long readableFrom() {
    return readableFrom;
  }

  /** Returns the byte from which whatever follows it can be read. */
  long nextReadableFrom() {
    return members.readableFrom();
  }

  /**
   * Returns the byte from which on a damaged shard is lost. That is where its last sample begins if
   * the damage does not let see whether more belongs to it.
   */
  long damagedAt() {
    return damagedAt;
  }

  /**
   * Goes on by one member's header or contents, and returns the sample that it brought to an end.
   */
  private Optional<Pending> advance() throws IOException {
    if (ahead == null) {
      Optional<String> path = lastSeen ? Optional.empty() : members.next();
      begun = true;
      lastSeen = path.isEmpty();
      if (lastSeen && pending != null) {
        // Given before what is behind the end marker is looked at.
        return takePending();
      }
      if (lastSeen) {
        members.requireNothingBehind();
        ended = true;
        return Optional.empty();
      }
      ahead = MemberName.parse(path.get()).orElse(null);
      return Optional.empty();
    }
    if (pending != null && !pending.isContinuedBy(ahead)) {
      // Given before the next one's contents are touched: they may be what is damaged.
      return takePending();
    }
    if (pending == null) {
      pending = new Pending(ahead.key(), members);
    }
    if (pending.admits(ahead.part(), members.size(), limits)) {
      pending.parts.put(ahead.part(), contents ? members.read() : NOTHING);
    }
    ahead = null;
    return Optional.empty();
  }

  private Optional<Pending> takePending() {
    Optional<Pending> taken = Optional.ofNullable(pending);
    pending = null;
    return taken;
  }

  private Optional<Sample> accept(Pending sample) {
    if (!passing) {
      bad.countRead();
    }
    if (sample.tooLarge != null) {
      if (!passing) {
        bad.sample(Reason.SAMPLE_TOO_LARGE, shard, sample.key, sample.offset, sample.tooLarge);
      }
      return Optional.empty();
    }
    readableFrom = sample.readableFrom;
    return Optional.of(new Sample(sample.key, sample.parts, shard, sample.offset));
  }

  @Override
  public void close() throws IOException {
    members.close();
  }

  /** The sample under construction. */
  private static final class Pending {
    private final String key;
    private final long offset;
    private final long readableFrom;
    private final Map<String, byte[]> parts = new LinkedHashMap<>();
    private long bytes;
    private String tooLarge;

    /** Begins with the current member. */
    Pending(String key, TarMembers members) {
      this.key = key;
      this.offset = members.offset();
      this.readableFrom = members.readableFrom();
    }

    boolean isContinuedBy(MemberName member) {
      return key.equals(member.key()) && !parts.containsKey(member.part());
    }

    boolean admits(String part, long size, ShardLimits limits) {
      if (tooLarge == null && size > limits.maxMemberBytes()) {
        tooLarge =
            "part '" + part + "' has " + size + " bytes, the limit is " + limits.maxMemberBytes();
      }
      bytes += Math.min(size, limits.maxMemberBytes()) + MEMBER_OVERHEAD;
      if (tooLarge == null && bytes > limits.maxSampleBytes()) {
        tooLarge =
            "its parts are larger than the limit of " + limits.maxSampleBytes() + " bytes together";
      }
      if (tooLarge != null) {
        parts.clear();
      }
      return tooLarge == null;
    }
  }
}
