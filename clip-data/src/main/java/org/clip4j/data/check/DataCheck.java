package org.clip4j.data.check;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.clip4j.data.loader.CaptionTokenizer;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.source.ManifestsBeside;
import org.clip4j.data.tokenizer.ClipTokenizer;
import org.clip4j.data.webdataset.BadSample;
import org.clip4j.data.webdataset.BadSamples;
import org.clip4j.data.webdataset.ShardSource;

/**
 * Reads whole shards and tries every sample, as training would; several shards at a time, one a
 * thread. Shards that the manifest beside them names are held against it.
 */
public final class DataCheck {

  /**
   * Token ids are counted up to here at the least; what is far beyond any context need not be told
   * apart.
   */
  private static final int TOKENS_COUNTED = 1024;

  /** Of so many different keys, and captions, it is known whether they come again. */
  private static final int REMEMBERED = 1 << 21;

  private static final long WAIT_MILLIS = 200;

  private final CheckOptions options;
  private final ShardSource source;
  private final ToLongFunction<String> size;

  /**
   * Reads nothing yet.
   *
   * @param options what is checked
   * @param source opens the shards
   * @param size a shard's bytes as it is stored, -1 where that is not known; for the progress
   */
  public DataCheck(CheckOptions options, ShardSource source, ToLongFunction<String> size) {
    this.options = options;
    this.source = source;
    this.size = size;
  }

  /**
   * Checks all shards.
   *
   * @param listener is told of each bad sample once, from several threads
   * @param progress is told how far it is
   * @throws IOException if a server is away, which says nothing of its shards, or this thread is
   *     interrupted; a shard that cannot be read is no failure but in the report
   * @throws RuntimeException what the listener threw
   */
  public CheckReport run(BadSamples.Listener listener, CheckProgress progress) throws IOException {
    Tally all = new Tally(REMEMBERED);
    Map<String, ShardCheck> checks = new LinkedHashMap<>();
    BadSamples bad = new BadSamples(new ByShard(checks, listener));
    ClipTokenizer clip = ClipTokenizer.openAi();
    int most = Math.max(TOKENS_COUNTED, options.contextLength() + 1);
    CaptionTokenizer tokenizer = caption -> clip.tokenize(caption, most);
    ManifestsBeside manifests = new ManifestsBeside(source);
    for (String shard : options.shards()) {
      Optional<ShardManifest.Entry> entry = manifests.entry(shard);
      checks.put(shard, new ShardCheck(shard, options, source, entry, tokenizer, bad, all));
    }
    Runnable tell =
        () -> progress.progress(bytes(checks), bad.read(), bad.samples() + bad.shards());
    List<CheckReport.ShardCounts> counts = new ArrayList<>();
    ExecutorService workers = workers();
    try {
      List<Future<CheckReport.ShardCounts>> results = new ArrayList<>();
      checks.values().forEach(check -> results.add(workers.submit(check)));
      for (Future<CheckReport.ShardCounts> result : results) {
        counts.add(await(result, tell));
      }
    } finally {
      workers.shutdownNow();
    }
    tell.run();
    return new CheckReport(options.contextLength(), all.counts(), counts);
  }

  private ExecutorService workers() {
    return Executors.newFixedThreadPool(
        Math.min(options.threads(), options.shards().size()),
        task -> {
          Thread thread = new Thread(task, "clip4j-data-check");
          thread.setDaemon(true);
          return thread;
        });
  }

  private long bytes(Map<String, ShardCheck> checks) {
    long sum = 0;
    for (Map.Entry<String, ShardCheck> check : checks.entrySet()) {
      sum += check.getValue().done(size.applyAsLong(check.getKey()));
    }
    return sum;
  }

  private static CheckReport.ShardCounts await(
      Future<CheckReport.ShardCounts> result, Runnable tell) throws IOException {
    while (true) {
      try {
        return result.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        tell.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("the check was interrupted");
        stopped.initCause(e);
        throw stopped;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw e.getCause() instanceof RuntimeException known
            ? known
            : new IllegalStateException("a shard's check failed: " + e.getCause(), e.getCause());
      }
    }
  }

  /** Tells each shard's check of what is its own, and who listens of what is bad. */
  private record ByShard(Map<String, ShardCheck> checks, BadSamples.Listener listener)
      implements BadSamples.Listener {

    @Override
    public void skipped(BadSample sample) {
      checks.get(sample.shard()).skipped(sample);
      listener.skipped(sample);
    }

    @Override
    public void filtered(String shard, String filter) {
      checks.get(shard).filtered(filter);
    }
  }
}
