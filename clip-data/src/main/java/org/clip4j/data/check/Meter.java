package org.clip4j.data.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.clip4j.data.source.CountedStream;
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
    return new CountedStream(archive, read::addAndGet);
  }
}
