package org.clip4j.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * What gzip packed, in one part or in several one behind the other, as RFC 1952 has them. Zeros
 * behind the last one, with which tapes are filled up, are passed over, as gzip does.
 */
final class GzipMembers extends BlockStream {

  private final BufferedInputStream in;
  private InputStream member;

  GzipMembers(InputStream in) throws IOException {
    this.in = new BufferedInputStream(in, 1 << 16);
    try {
      this.member = begun();
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = member.read(buffer, offset, length);
      while (count < 0 && hasMore()) {
        member = begun();
        count = member.read(buffer, offset, length);
      }
      return count;
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  private InputStream begun() throws IOException {
    return new GzipCompressorInputStream(in, false);
  }

  /** The library's own has no words. */
  private static EOFException cutOff() {
    return new EOFException("what gzip packed is cut off");
  }

  private boolean hasMore() throws IOException {
    int next;
    do {
      in.mark(1);
      next = in.read();
    } while (next == 0);
    in.reset();
    return next > 0;
  }

  @Override
  public void close() throws IOException {
    member.close();
    in.close();
  }
}
