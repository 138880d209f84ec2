package org.clip4j.examples.pack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file's bytes, counted, so that the rows read tell about how many there are. */
final class ReadShare extends FilterInputStream {

  private final long size;
  private long read;

  ReadShare(InputStream in, long size) {
    super(in);
    this.size = size;
  }

  /** About how many rows the whole file has, by those in the bytes read so far. */
  long rows(long rowsRead) {
    return read == 0 ? -1 : Math.max(rowsRead, Math.round((double) rowsRead / read * size));
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    read += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    read += Math.max(count, 0);
    return count;
  }
}
