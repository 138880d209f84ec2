package org.clip4j.spark.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Files of the disk as {@code faulty:///PATH}; what is opened fails as it was told to. */
public final class FaultyFileSystem extends RawLocalFileSystem {

  /** What happens to a stream behind so many of its bytes. */
  record Fault(Kind kind, int after) {}

  enum Kind {
    DROPS,
    ENDS_EARLY,
    GIVES_LITTLE,
    HANGS
  }

  /** One for each opening, as long as there are some. */
  static final Queue<Fault> FAULTS = new ConcurrentLinkedQueue<>();

  /** Streams that are not closed. */
  static final AtomicInteger OPEN = new AtomicInteger();

  /** Ends what hangs, which no interrupt does. */
  static volatile CountDownLatch end = new CountDownLatch(1);

  /** Is told that something begins to hang. */
  static volatile CountDownLatch hanging = new CountDownLatch(1);

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (path.getName().equals("hangs.tar")) {
      hang();
    }
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    Fault fault = FAULTS.poll();
    return new FSDataInputStream(
        new FaultyStream(
            super.open(path, buffer),
            fault == null ? new Fault(Kind.DROPS, Integer.MAX_VALUE) : fault));
  }

  private static void hang() {
    hanging.countDown();
    while (true) {
      try {
        end.await();
        return;
      } catch (InterruptedException e) {
        // As in a system call, it goes on.
        hanging.countDown();
      }
    }
  }

  private static final class FaultyStream extends FSInputStream {
    private final FSDataInputStream in;
    private final Fault fault;
    private int given;

    FaultyStream(FSDataInputStream in, Fault fault) {
      this.in = in;
      this.fault = fault;
      OPEN.incrementAndGet();
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("a byte at a time is too slow for shards");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (fault.kind == Kind.GIVES_LITTLE) {
        return in.read(buffer, offset, Math.min(length, fault.after));
      }
      if (given == fault.after) {
        return fail();
      }
      int count = in.read(buffer, offset, Math.min(length, fault.after - given));
      given += Math.max(0, count);
      return count;
    }

    private int fail() throws IOException {
      if (fault.kind == Kind.HANGS) {
        hang();
      }
      if (fault.kind == Kind.DROPS) {
        throw new IOException("the connection is gone");
      }
      return -1;
    }

    @Override
    public void seek(long to) throws IOException {
      in.seek(to);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long to) {
      return false;
    }

    @Override
    public void close() throws IOException {
      in.close();
      OPEN.decrementAndGet();
    }
  }
}
