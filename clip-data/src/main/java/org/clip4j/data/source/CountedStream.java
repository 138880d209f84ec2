package org.clip4j.data.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells somebody how many bytes come through, skipped ones included. */
public final class CountedStream extends FilterInputStream {

  private final LongConsumer counted;

  /**
   * Tells nothing yet.
   *
   * @param counted is given each number of bytes as they are read
   */
  public CountedStream(InputStream in, LongConsumer counted) {
    super(in);
    this.counted = counted;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    counted.accept(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    counted.accept(Math.max(0, count));
    return count;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long count = in.skip(bytes);
    counted.accept(count);
    return count;
  }
}
