package org.clip4j.data.webdataset;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.clip4j.core.random.DeterministicRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what was skipped since it is bad, or turned away by a filter. Of the bad it says each in
 * one log line. Each reason's first lines are logged, then only those whose count is a power of
 * two, so that a bad data set does not bury the log. Safe for use by several threads.
 */
public final class BadSamples {

  /** Why something was skipped. */
  public enum Reason {
    /** A shard could not be opened. */
    SHARD_UNREADABLE("shard cannot be opened"),
    /** A shard is truncated or damaged; its rest is skipped. */
    SHARD_DAMAGED("shard damaged"),
    /** A sample is larger than the limits allow. */
    SAMPLE_TOO_LARGE("sample too large"),
    /** A sample has no part that is a picture. */
    PICTURE_MISSING("picture missing"),
    /** A sample's picture cannot be decoded. */
    PICTURE_UNREADABLE("picture cannot be decoded"),
    /** A sample has no caption, or a blank one. */
    CAPTION_MISSING("caption missing"),
    /** A sample's caption is not UTF-8. */
    CAPTION_NOT_UTF8("caption is not UTF-8"),
    /**
     * A sample's caption cannot be used: too long, JSON that does not parse, or refused by the
     * tokenizer.
     */
    CAPTION_UNUSABLE("caption cannot be used"),
    /** A filter failed on a sample, or asked for its JSON, which does not parse. */
    FILTER_FAILED("a filter failed");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    private boolean ofShard() {
      return this == SHARD_UNREADABLE || this == SHARD_DAMAGED;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(BadSamples.class);
  private static final int LOGGED_EACH = 20;
  private static final String RARELY = " (more like it are logged rarely)";

  /** Far more than a person reads; past it a sample that comes again is counted again. */
  private static final int MAX_REMEMBERED = 1_000_000;

  private final EnumMap<Reason, AtomicLong> counts = new EnumMap<>(Reason.class);
  private final Set<Long> remembered = ConcurrentHashMap.newKeySet();
  private final Optional<BadSamples> whole;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong met = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Map<String, AtomicLong> filtered = new ConcurrentHashMap<>();
  private final Listener listener;

  /** Is told of everything that is skipped, once. Called from several threads. */
  @FunctionalInterface
  public interface Listener {
    /** Something is skipped for the first time. */
    void skipped(BadSample sample);

    /** A filter turns a pair of a shard away, every time that it does. */
    default void filtered(String shard, String filter) {}
  }

  /** Begins with nothing skipped. */
  public BadSamples() {
    this(sample -> {});
  }

  /** Begins with nothing skipped, and tells somebody of what is. */
  public BadSamples(Listener listener) {
    this(listener, Optional.empty());
  }

  private BadSamples(Listener listener, Optional<BadSamples> whole) {
    this.listener = listener;
    this.whole = whole;
    for (Reason reason : Reason.values()) {
      counts.put(reason, new AtomicLong());
    }
  }

  /**
   * Begins to count a part of what is counted here: all that the part is told, this is told, too.
   * Only {@link #readCounts} tells of the part alone.
   */
  public BadSamples part() {
    return new BadSamples(listener, Optional.of(this));
  }

  /** Returns how many samples were read, and what became of those that are not used. */
  public ReadCounts readCounts() {
    return new ReadCounts(read(), met(), lost(), filteredBy());
  }

  /**
   * Counts a sample that is skipped.
   *
   * @param offset see {@link Sample#offset}
   */
  public void sample(Reason reason, String shard, String key, long offset, String detail) {
    skip(new BadSample(shard, key, offset, reason, detail));
  }

  /**
   * Counts a shard whose rest is skipped.
   *
   * @param offset where the rest begins; null for all of it
   * @param detail names it, too
   */
  void shard(Reason reason, String shard, Long offset, String detail) {
    skip(new BadSample(shard, null, offset, reason, detail));
  }

  /** Training comes by every epoch: what was said once is neither said nor counted again. */
  private void skip(BadSample what) {
    (what.reason().ofShard() ? lost : met).incrementAndGet();
    if (whole.isPresent()) {
      whole.get().skip(what);
      return;
    }
    if (isKnown(what)) {
      return;
    }
    String words =
        what.reason().ofShard()
            ? "rest of a shard skipped: "
            : "sample '"
                + printable(what.key())
                + "' of shard "
                + ShardName.printable(what.shard())
                + " skipped: ";
    report(what.reason(), words, what.detail());
    listener.skipped(what);
  }

  /**
   * Counts what was skipped, and reported, in an earlier part of the run: it is neither said nor
   * counted again.
   */
  public void earlier(BadSample what) {
    if (!isKnown(what)) {
      counts.get(what.reason()).incrementAndGet();
    }
  }

  /** Counts what was read in an earlier part of the run: its rates and sums go on. */
  public void earlier(ReadCounts earlier) {
    read.addAndGet(earlier.read());
    met.addAndGet(earlier.bad());
    lost.addAndGet(earlier.lostShards());
    earlier.filtered().forEach((filter, count) -> ofFilter(filter).addAndGet(count));
  }

  private AtomicLong ofFilter(String filter) {
    return filtered.computeIfAbsent(filter, f -> new AtomicLong());
  }

  private boolean isKnown(BadSample what) {
    long identity = DeterministicRandom.of(0, what.identity()).state();
    return remembered.size() < MAX_REMEMBERED
        ? !remembered.add(identity)
        : remembered.contains(identity);
  }

  /** Counts a sample that was read from a shard, good or bad. */
  void countRead() {
    read.incrementAndGet();
    whole.ifPresent(BadSamples::countRead);
  }

  /** Returns how many samples have been read from shards, those that come again included. */
  public long read() {
    return read.get();
  }

  /**
   * Returns how many of these were bad. The others are filtered, good, or have not been decoded
   * yet: over a whole pass good, filtered and bad ones are all that were read.
   */
  public long met() {
    return met.get();
  }

  /** Returns how often the rest of a shard was lost, what comes again included. */
  public long lost() {
    return lost.get();
  }

  /** Counts a pair that a filter turned away; it is not bad. */
  public void filtered(String shard, String filter) {
    ofFilter(filter).incrementAndGet();
    whole.ifPresentOrElse(
        all -> all.filtered(shard, filter), () -> listener.filtered(shard, filter));
  }

  /** Returns how many pairs filters have turned away, those that come again included. */
  public long filtered() {
    return filtered.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** Returns the filters that have turned pairs away, and how many, by name. */
  public Map<String, Long> filteredBy() {
    Map<String, Long> result = new TreeMap<>();
    filtered.forEach((filter, count) -> result.put(filter, count.get()));
    return result;
  }

  /** The same in words, such as {@code 5 of 20 samples read (side at least 64: 5)}. */
  public String filteredInWords() {
    return filteredBy().entrySet().stream()
        .map(e -> printable(e.getKey()) + ": " + e.getValue())
        .collect(Collectors.joining(", ", filtered() + " of " + read() + " samples read (", ")"));
  }

  private void report(Reason reason, String what, String detail) {
    long count = counts.get(reason).incrementAndGet();
    if (count <= LOGGED_EACH) {
      LOG.warn(
          "{}{}: {}{}", what, reason.words, printable(detail), count == LOGGED_EACH ? RARELY : "");
    } else if (Long.bitCount(count) == 1) {
      LOG.warn("{}{}: {} ({} so far)", what, reason.words, printable(detail), count);
    }
  }

  /** Returns how often something was skipped for this reason. */
  public long count(Reason reason) {
    return counts.get(reason).get();
  }

  /**
   * Returns how many samples were skipped; those in the rest of a damaged shard are not known and
   * not counted.
   */
  public long samples() {
    return counts.entrySet().stream()
        .filter(e -> !e.getKey().ofShard())
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** Returns how many times a shard's rest, or all of it, was skipped. */
  public long shards() {
    return counts.entrySet().stream()
        .filter(e -> e.getKey().ofShard())
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** Returns the reasons that occurred, with their counts, in the order of {@link Reason}. */
  public Map<Reason, Long> counts() {
    EnumMap<Reason, Long> result = new EnumMap<>(Reason.class);
    counts.forEach(
        (reason, count) -> {
          if (count.get() > 0) {
            result.put(reason, count.get());
          }
        });
    return result;
  }

  /** The counts in words, such as {@code picture missing: 3, shard damaged: 1}. */
  @Override
  public String toString() {
    return counts().entrySet().stream()
        .map(e -> e.getKey().words + ": " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Names come from outside: one line, of bounded length, without control characters. */
  static String printable(String text) {
    return BadSample.cut(text)
        .codePoints()
        .map(
            c ->
                Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || c == 0x2028
                        || c == 0x2029
                    ? '?'
                    : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
