package org.clip4j.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;

/**
 * Reads a file that need not be there, on a thread of its own, which is given up when next to
 * nothing comes for so long: a source itself waits minutes for a server, as is right for shards.
 */
final class BriefRead {

  private static final int CHUNK = 1 << 14;

  private final ShardSource source;
  private final String name;
  private final int most;
  private volatile int had;

  private BriefRead(ShardSource source, String name, int most) {
    this.source = source;
    this.name = name;
    this.most = most;
  }

  /**
   * Reads a whole file.
   *
   * @param most no more bytes than these are read, though the file may have more
   * @param longest the longest wait for its first bytes, with all attempts, and then for each
   *     further 16 KiB
   * @throws UnreachableException if it does not come
   * @throws IOException what the source throws
   */
  static byte[] of(ShardSource source, String name, int most, Duration longest) throws IOException {
    return new BriefRead(source, name, most).await(longest);
  }

  private byte[] await(Duration longest) throws IOException {
    FutureTask<byte[]> reading = new FutureTask<>(this::read);
    Thread thread = new Thread(reading, "clip4j-brief-read");
    thread.setDaemon(true);
    thread.start();
    try {
      for (int before = 0; ; before = had) {
        try {
          return reading.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // A large one on a slow line comes all the same.
          if (had - before < CHUNK) {
            throw tooLong(longest, e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(ShardUrl.printable(name) + ": interrupted while reading it");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      reading.cancel(true);
    }
  }

  private UnreachableException tooLong(Duration longest, TimeoutException cause) {
    return new UnreachableException(
        ShardUrl.printable(name)
            + ": neither it nor an answer that there is none came within "
            + longest.toSeconds()
            + " s",
        cause);
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    return cause instanceof IOException e ? e : new IOException(cause);
  }

  private byte[] read() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = source.open(name)) {
      byte[] chunk = new byte[CHUNK];
      int n = 0;
      while (n >= 0 && had < most) {
        bytes.write(chunk, 0, n);
        had = bytes.size();
        n = in.read(chunk, 0, Math.min(CHUNK, most - had));
      }
    }
    return bytes.toByteArray();
  }
}
