package org.clip4j.spark.hadoop;

import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.clip4j.data.source.BlockStream;

/** An open file's bytes, fetched by the block. After a failure it can only be closed. */
final class HadoopStream extends BlockStream {

  private static final int BLOCK = 1 << 17;

  private final String url;
  private final FSDataInputStream in;
  private final TimedCalls calls;

  /** Not the caller's, which a read that was given up must not write to. */
  private final byte[] block = new byte[BLOCK];

  private int at;
  private int end;

  HadoopStream(String url, FSDataInputStream in, TimedCalls calls) {
    this.url = url;
    this.in = in;
    this.calls = calls;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (at == end) {
      int count = calls.call(url, () -> in.read(block, 0, block.length));
      if (count < 0) {
        return -1;
      }
      at = 0;
      end = count;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(block, at, buffer, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() {
    calls.close(in);
  }
}
