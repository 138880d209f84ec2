package org.clip4j.data.check;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.clip4j.data.webdataset.ShardSource;

/** How many bytes of a shard have been read; it can be asked from any thread. */
final class Meter implements ShardSource {

  private final ShardSource source;
  private final AtomicLong read = new AtomicLong();

  Meter(ShardSource source) {
    this.source = source;
  }

  long read() {
    return read.get();
  }

  @Override
  public InputStream open(String shard) throws IOException {
    return new FilterInputStream(source.open(shard)) {
      @Override
      public int read() throws IOException {
        int value = in.read();
        read.addAndGet(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        read.addAndGet(Math.max(0, count));
        return count;
      }

      @Override
      public long skip(long bytes) throws IOException {
        long count = in.skip(bytes);
        read.addAndGet(count);
        return count;
      }
    };
  }
}
