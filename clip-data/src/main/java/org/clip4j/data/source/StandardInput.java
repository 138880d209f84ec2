package org.clip4j.data.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code -}: one shard that comes through standard input and can be read once. */
final class StandardInput implements ShardScheme {

  private final InputStream in;
  private final AtomicBoolean taken = new AtomicBoolean();

  StandardInput(InputStream in) {
    this.in = in;
  }

  @Override
  public Set<String> names() {
    return Set.of(ShardUrl.STANDARD_INPUT);
  }

  @Override
  public ShardInfo info(String shard) {
    return ShardInfo.UNKNOWN;
  }

  @Override
  public InputStream open(String shard, ShardInfo known) throws IOException {
    if (taken.getAndSet(true)) {
      throw new RefusedException(
          "standard input (-) has been read already, and can be read only once; for more passes"
              + " write it to a file");
    }
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
      }

      @Override
      public void close() {
        // It is the process's own.
      }
    };
  }

  @Override
  public boolean isRemote() {
    return false;
  }
}
