package org.clip4j.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A remote shard's bytes from the first to the last, over as many connections as it takes. After a
 * failure it goes on at the byte that it had reached, of the same version of the file only. A large
 * skip asks the server for what lies behind, where it gives parts.
 */
final class ResumingStream extends BlockStream implements KnownSize {

  /** What is read on faster than another answer begins. */
  private static final long READ_ON = 1 << 20;

  private final String url;
  private final RemoteStore store;
  private final Retries retries;
  private ShardInfo info;
  private InputStream body;
  private long at;
  private boolean closed;

  private ResumingStream(String url, RemoteStore store, Retries retries, ShardInfo known) {
    this.url = url;
    this.store = store;
    this.retries = retries;
    this.info = known;
  }

  /**
   * @param known what was there when the shard was looked at before
   */
  static ResumingStream open(String url, RemoteStore store, Retries retries, ShardInfo known)
      throws IOException {
    ResumingStream stream = new ResumingStream(url, store, retries, known);
    while (stream.body == null) {
      try {
        stream.connect();
      } catch (IOException e) {
        stream.retries.pauseAfter(e, 0);
      }
    }
    return stream;
  }

  private void connect() throws IOException {
    RemoteStore.Answer answer = store.get(url, at, info);
    body = answer.body();
    if (!info.mayBe(answer.info())) {
      release();
      if (at == 0) {
        info.requireStill(url, answer.info());
      }
      throw changed();
    }
    // What one answer leaves open, another may say.
    info =
        new ShardInfo(
            answer.info().size().isPresent() ? answer.info().size() : info.size(),
            answer.info().version().or(info::version),
            answer.info().ranges());
  }

  private RefusedException changed() {
    return new RefusedException(
        ShardUrl.printable(url)
            + ": the file has changed since its first bytes were read; what was read does not"
            + " belong to what is there now");
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("the stream is closed");
    }
    while (length > 0 && !isAtEnd()) {
      try {
        int count = readOnce(buffer, offset, length);
        if (count > 0) {
          at += count;
          return count;
        }
        if (info.size().isEmpty()) {
          return -1;
        }
        throw new EOFException(
            "the server ended its answer early (the file has "
                + info.size().getAsLong()
                + " bytes)");
      } catch (IOException e) {
        release();
        retries.pauseAfter(e, at);
      }
    }
    return length == 0 ? 0 : -1;
  }

  /** As the server has said, which gives neither more nor less. */
  @Override
  public OptionalLong size() {
    return info.size();
  }

  private boolean isAtEnd() {
    return info.size().isPresent() && at >= info.size().getAsLong();
  }

  private int readOnce(byte[] buffer, int offset, int length) throws IOException {
    if (body == null) {
      if (at > 0 && info.version().isEmpty()) {
        throw new RefusedException(
            ShardUrl.printable(url)
                + ": the connection was lost, and the server names no version of the file (ETag"
                + " or Last-Modified) by which to go on in it");
      }
      connect();
    }
    long left = info.size().isPresent() ? info.size().getAsLong() - at : length;
    return body.read(buffer, offset, (int) Math.min(length, left));
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (bytes <= READ_ON
        || closed
        || !info.ranges()
        || info.version().isEmpty()
        || info.size().isEmpty()) {
      return super.skip(bytes);
    }
    long step = Math.min(bytes, info.size().getAsLong() - at);
    release();
    at += step;
    return step;
  }

  private void release() {
    InputStream last = body;
    body = null;
    if (last != null) {
      try {
        last.close();
      } catch (IOException e) {
        // What was wanted of it has been read, or is asked for anew.
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    release();
  }
}
