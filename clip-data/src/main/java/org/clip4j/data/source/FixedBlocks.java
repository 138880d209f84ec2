package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that is asked for blocks of one size, whatever its reader asks for, and whose failure
 * comes behind the bytes that came before it.
 *
 * <p>What unpacks throws away what it had made when it meets damage, so that the place at which a
 * damaged shard ends would hang on how it is read and on how fast its bytes come. Between these
 * blocks, one of what is stored and one of what is unpacked, it hangs on the bytes alone: a resumed
 * run meets it where the run before did.
 */
final class FixedBlocks extends BlockStream {

  private final InputStream in;
  private final byte[] block;
  private int at;
  private int end;
  private IOException failure;

  FixedBlocks(InputStream in, int bytes) {
    this.in = in;
    this.block = new byte[bytes];
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end) {
      fill();
    }
    if (end == 0) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(block, at, buffer, offset, count);
    at += count;
    return count;
  }

  private void fill() throws IOException {
    at = 0;
    end = 0;
    try {
      int count = 0;
      while (failure == null && count >= 0 && end < block.length) {
        count = in.read(block, end, block.length - end);
        end += Math.max(count, 0);
      }
    } catch (IOException e) {
      failure = e;
    }
    if (end == 0 && failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
