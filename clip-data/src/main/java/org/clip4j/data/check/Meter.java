package org.clip4j.data.check;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.clip4j.data.webdataset.ShardSource;

/**
 * How many bytes of a shard have been read; it can be asked from any thread. On the way they are
 * held against the shard's manifest, where it has one.
 */
final class Meter implements ShardSource {

  private final ShardSource source;
  private final Optional<HeldAgainst> manifest;
  private final AtomicLong read = new AtomicLong();

  Meter(ShardSource source, Optional<HeldAgainst> manifest) {
    this.source = source;
    this.manifest = manifest;
  }

  long read() {
    return read.get();
  }

  @Override
  public InputStream open(String shard) throws IOException {
    InputStream archive =
        manifest.isPresent() ? source.open(shard, manifest.get()::watch) : source.open(shard);
    return new FilterInputStream(archive) {
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
