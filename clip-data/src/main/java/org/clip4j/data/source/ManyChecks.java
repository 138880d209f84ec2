package org.clip4j.data.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks for many shards, several at once. */
final class ManyChecks {

  private static final int THREADS = 16;

  private ManyChecks() {}

  static void run(ShardSources source, List<String> shards) throws IOException {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(THREADS, shards.size())),
            task -> {
              Thread thread = new Thread(task, "clip4j-check");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<ShardInfo>> answers = new ArrayList<>();
      for (String shard : shards) {
        answers.add(workers.submit(() -> source.info(shard)));
      }
      for (Future<ShardInfo> answer : answers) {
        answer.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while looking for the shards");
    } finally {
      workers.shutdownNow();
    }
  }
}
