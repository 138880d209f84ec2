package org.clip4j.data.check;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.clip4j.data.loader.CaptionTokenizer;
import org.clip4j.data.loader.Pair;
import org.clip4j.data.loader.PairTrial;
import org.clip4j.data.loader.PairTrial.Tried;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.Sample;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.ShardStream;

/** The check of one shard, from its first byte to its last. */
final class ShardCheck implements Callable<CheckReport.ShardCounts> {

  /** Of so many different keys of a shard it is known whether they come again. */
  private static final int REMEMBERED = 1 << 18;

  private final String shard;
  private final CheckOptions options;
  private final CaptionTokenizer tokenizer;
  private final BadSamples bad;
  private final Tally all;
  private final Optional<HeldAgainst> manifest;
  private final Meter meter;
  private Tally tally;
  private volatile boolean ended;

  /**
   * @param entry what the manifest beside the shard says of it, if there is one
   * @param bad where bad samples are counted; it tells {@link #skipped} of those of this shard
   * @param all is given what is counted here, and remembers keys and captions of all shards
   */
  ShardCheck(
      String shard,
      CheckOptions options,
      ShardSource source,
      Optional<ShardManifest.Entry> entry,
      CaptionTokenizer tokenizer,
      BadSamples bad,
      Tally all) {
    this.shard = shard;
    this.options = options;
    this.tokenizer = tokenizer;
    this.bad = bad;
    this.all = all;
    this.manifest = entry.map(HeldAgainst::new);
    this.meter = new Meter(source, manifest);
  }

  /** Counts a bad sample of this shard; called by the thread that checks it. */
  void skipped(BadSample sample) {
    tally.countBad(sample.reason());
  }

  /** Counts a pair of this shard that a filter turned away; called by that thread, too. */
  void filtered(String filter) {
    tally.countFiltered(filter);
  }

  /** How many bytes are done; for any thread. */
  long done(long size) {
    if (size < 0) {
      return meter.read();
    }
    return ended ? size : Math.min(size, meter.read());
  }

  @Override
  public CheckReport.ShardCounts call() throws IOException {
    tally = new Tally(REMEMBERED);
    PairTrial trial = new PairTrial(options.fields(), options.filters(), tokenizer, bad);
    try (ShardStream stream =
        new ShardStream(List.of(shard), meter, options.limits(), bad, false)) {
      for (Optional<Sample> sample = stream.next(); sample.isPresent(); sample = stream.next()) {
        tally.countSample();
        tally.keys().add(sample.get().key());
        all.keys().add(sample.get().key());
        trial.attempt(sample.get(), stream.place()).ifPresent(this::count);
      }
    } finally {
      ended = true;
    }
    tally.countBytes(meter.read());
    synchronized (all) {
      all.add(tally);
    }
    CheckCounts counts = tally.counts();
    tally = null; // There may be many shards, and it is large.
    return new CheckReport.ShardCounts(
        shard, manifest.map(held -> held.differences(counts.samples())).orElse(null), counts);
  }

  private void count(Tried tried) {
    Pair pair = tried.pair();
    tally.countPair(pair.picture().bytes(), tried.picture());
    int first = tried.tokens().length;
    for (int i = 0; i < pair.captions().size(); i++) {
      String caption = pair.captions().get(i);
      int tokens = i == 0 ? first : tokenizer.tokenize(caption).length;
      tally.countCaption(caption, tokens, options.contextLength());
      // As where captions are to be unique in a batch.
      String inLowerCase = caption.toLowerCase(Locale.ROOT);
      tally.captions().add(inLowerCase);
      all.captions().add(inLowerCase);
    }
  }
}
