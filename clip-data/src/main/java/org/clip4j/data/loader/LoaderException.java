package org.clip4j.data.loader;

import java.util.List;
import java.util.stream.Collectors;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardName;

/** The data cannot be used at all: the message is one line saying why and what to do. */
public final class LoaderException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int SHARDS_NAMED = 3;

  LoaderException(String message) {
    super(message);
  }

  LoaderException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a position says of the data is not so. */
  static LoaderException otherData(String found) {
    return otherData(found, null);
  }

  /** What a position says of the data is not so. */
  static LoaderException otherData(String found, Throwable cause) {
    return new LoaderException(
        "the run cannot go on where it stood: "
            + found
            + "; the shards, the seed or the data settings are not those of the run: resume with"
            + " the same ones",
        cause);
  }

  /**
   * Nothing in the shards could be used; says which shards, why, and what was looked for.
   *
   * @param filtered see {@link #filtered}
   */
  static LoaderException noUsablePair(LoaderConfig config, String filtered, BadSamples bad) {
    return new LoaderException(
        "no usable pair in "
            + share(config)
            + where(config.shards())
            + "; "
            + leftOut(filtered, bad)
            + "; "
            + wanted(config));
  }

  private static String wanted(LoaderConfig config) {
    return "a sample is to have a picture "
        + config.fields().pictures()
        + " and a caption "
        + config.fields().captions();
  }

  /** What filters have turned away of what was read so far; empty if nothing. */
  static String filtered(BadSamples bad) {
    return bad.filtered() == 0 ? "" : "data.filter turned away " + bad.filteredInWords();
  }

  /** What was not used, and why. */
  private static String leftOut(String filtered, BadSamples bad) {
    String skipped = bad.samples() + bad.shards() == 0 ? "" : "skipped: " + bad;
    if (filtered.isEmpty() && skipped.isEmpty()) {
      return "there are no samples";
    }
    return filtered + (filtered.isEmpty() || skipped.isEmpty() ? "" : "; ") + skipped;
  }

  /** What filters have turned away, to be said beside the place that is read. */
  static String filteredAside(BadSamples bad) {
    String filtered = filtered(bad);
    return filtered.isEmpty() ? "" : "; " + filtered + ": loosen it if that is too much";
  }

  /**
   * What the filters leave does not fill a batch.
   *
   * @param filtered see {@link #filtered}
   */
  static LoaderException tooFewPass(
      LoaderConfig config, long usable, String filtered, BadSamples bad) {
    return new LoaderException(
        "a batch of "
            + config.batchSize()
            + " pairs is larger than what is left of the data: in "
            + where(config.shards())
            + " "
            + usable
            + (usable == 1 ? " pair passes; " : " pairs pass; ")
            + leftOut(filtered, bad)
            + "; take a smaller batch, looser filters or more data");
  }

  /** A batch cannot be filled without repeating pairs. */
  static LoaderException tooFewPairs(LoaderConfig config, long pairs) {
    int workers = config.order().workers();
    return new LoaderException(
        "a batch of "
            + config.batchSize()
            + " pairs"
            + (workers == 1 ? "" : " for each of " + workers + " workers")
            + " is larger than the data: "
            + where(config.shards())
            + (config.shards().size() == 1 ? " has " : " have ")
            + pairs
            + (isFiltered(config) ? " that pass data.filter" : "")
            + "; "
            + (pairs == 0 && !isFiltered(config) ? wanted(config) : smaller(workers)));
  }

  private static String smaller(int workers) {
    return workers == 1
        ? "take a smaller batch or more data"
        : "take a smaller batch, fewer workers or more data";
  }

  /** A worker's share has more pairs than it can have by the shards' sizes. */
  static LoaderException otherSizes(LoaderConfig config) {
    return new LoaderException(
        where(config.shards())
            + ": there are more pairs than were counted; "
            + (isFiltered(config)
                ? "a filter of data.filter.custom is to give a pair the same answer each time, and"
                    + " shards are to stay as they are"
                : "if their manifest.json is out of date, write it anew or take it away"));
  }

  /** The workers cannot all have a batch. */
  static LoaderException tooFewToShare(LoaderConfig config, long pairs) {
    return new LoaderException(
        where(config.shards())
            + (config.shards().size() == 1 ? " has " : " have ")
            + pairs
            + (isFiltered(config) ? " pairs that pass data.filter" : " pairs")
            + ", too few to share among "
            + config.order().workers()
            + " workers; take fewer workers or more data");
  }

  /** With replacement, a small shard alone may be drawn. */
  static LoaderException tooFewDrawn(LoaderConfig config, long pairs) {
    return new LoaderException(
        "data.resample draws shards with replacement, and of "
            + where(config.shards())
            + " an epoch may draw no more than "
            + pairs
            + " pairs, too few to share among "
            + config.order().workers()
            + " workers; leave the smallest shards out, or take fewer workers");
  }

  /** Whether only what passes was counted: names alone are, where there is one worker. */
  private static boolean isFiltered(LoaderConfig config) {
    return !config.filters().isEmpty() && config.order().workers() > 1;
  }

  /** One of several workers knows of no more than its share. */
  private static String share(LoaderConfig config) {
    ShardOrder order = config.order();
    return order.workers() == 1
        ? ""
        : "the share that " + worker(order.worker(), order.workers()) + " has of ";
  }

  /** One of several workers, in words. */
  static String worker(int which, int of) {
    return "worker " + which + " of " + of;
  }

  private static String where(List<String> shards) {
    String names =
        shards.stream()
            .limit(SHARDS_NAMED)
            .map(ShardName::printable)
            .collect(Collectors.joining(", "));
    return shards.size() == 1
        ? "the shard " + names
        : shards.size() + " shards (" + names + (shards.size() > SHARDS_NAMED ? ", ..." : "") + ")";
  }
}
