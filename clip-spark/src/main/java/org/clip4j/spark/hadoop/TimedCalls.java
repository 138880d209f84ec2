package org.clip4j.spark.hadoop;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Calls of file systems, each of which waits in a way of its own, if not for ever. They run on
 * threads that are left behind when it takes too long, or when the caller is interrupted.
 */
final class TimedCalls {

  private final Duration stall;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "clip4j-hadoop");
            thread.setDaemon(true);
            return thread;
          });

  TimedCalls(Duration stall) {
    this.stall = stall;
  }

  /**
   * Waits for what a call returns, made as the caller's user.
   *
   * @param url for messages
   * @throws IOException as {@link HadoopFailures#of} makes it
   * @throws InterruptedIOException if the caller is interrupted
   */
  <T> T call(String url, PrivilegedExceptionAction<T> work) throws IOException {
    Future<T> answer;
    try {
      UserGroupInformation user = UserGroupInformation.getCurrentUser();
      answer = threads.submit(() -> user.doAs(work));
    } catch (IOException | RuntimeException | LinkageError e) {
      throw HadoopFailures.of(url, e);
    }
    try {
      return answer.get(stall.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("the file system gave nothing for " + stall.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the file system");
    } catch (ExecutionException e) {
      throw HadoopFailures.of(url, e.getCause());
    }
  }

  /** Closes it without being waited for: a read that hangs may hold it. */
  void close(Closeable what) {
    threads.execute(
        () -> {
          try {
            what.close();
          } catch (IOException e) {
            // What was wanted of it has been read, or is asked for anew.
            return;
          }
        });
  }
}
