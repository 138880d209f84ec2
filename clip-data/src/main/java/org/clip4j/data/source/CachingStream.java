package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what is read. A copy that cannot be written, for a full disk, is given up; reading goes
 * on.
 */
final class CachingStream extends BlockStream {

  private static final Logger LOG = LoggerFactory.getLogger(CachingStream.class);

  /** An archive is read to its end marker; so much behind it is fetched for the copy's sake. */
  private static final int READ_ON = 1 << 20;

  private final InputStream remote;
  private CachePart part;

  CachingStream(InputStream remote, CachePart part) {
    this.remote = remote;
    this.part = part;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = remote.read(buffer, offset, length);
    if (part != null && count > 0) {
      copy(() -> part.write(buffer, offset, count));
    } else if (part != null && count < 0) {
      finish();
    }
    return count;
  }

  /** A copy needs what lies between. */
  @Override
  public long skip(long bytes) throws IOException {
    return part == null ? remote.skip(bytes) : super.skip(bytes);
  }

  @Override
  public void close() throws IOException {
    try (remote) {
      if (part != null && part.left() <= READ_ON) {
        readOn();
      }
      discard();
    }
  }

  private void readOn() {
    byte[] buffer = new byte[1 << 14];
    try {
      while (part != null && part.left() > 0 && read(buffer, 0, buffer.length) > 0) {
        // Copied on the way.
      }
      if (part != null) {
        finish();
      }
    } catch (IOException e) {
      LOG.debug("the end of a shard", e);
    }
  }

  private void finish() {
    copy(
        () -> {
          part.finish();
          part = null;
        });
  }

  /** Something done to the copy. */
  @FunctionalInterface
  private interface Copying {
    void run() throws IOException;
  }

  private void copy(Copying what) {
    try {
      what.run();
    } catch (IOException e) {
      LOG.warn("A copy for the cache is given up: {}", e.getMessage());
      discard();
    }
  }

  private void discard() {
    CachePart last = part;
    part = null;
    if (last != null) {
      try {
        last.discard();
      } catch (IOException e) {
        LOG.debug("removing an unfinished copy", e);
      }
    }
  }
}
