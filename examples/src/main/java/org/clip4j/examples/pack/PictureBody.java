package org.clip4j.examples.pack;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.clip4j.data.source.KnownSize;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * The bytes of a server's answer, kept only so far as there is room for them and the limits allow.
 * An answer of known length is refused, or given up for lack of room, before it is read.
 */
final class PictureBody {

  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final FetchLimits limits;
  private final HeldBytes.Share share;
  private final long begun = System.nanoTime();

  PictureBody(InputStream in, FetchLimits limits, HeldBytes.Share share) {
    this.in = in;
    this.limits = limits;
    this.share = share;
  }

  /** Room that the whole answer needs at the most. */
  long room() {
    return size().orElse(2L * limits.maxBytes() + 2);
  }

  private OptionalLong size() {
    return in instanceof KnownSize known ? known.size() : OptionalLong.empty();
  }

  /**
   * Reads it.
   *
   * @return nothing if there is no room for all of it
   * @throws BadRowException if it is too large, or takes too long
   * @throws IOException if it does not come
   */
  Optional<byte[]> read() throws IOException, BadRowException {
    OptionalLong size = size();
    if (size.isEmpty()) {
      return readToTheEnd();
    }
    checkSize(size.getAsLong());
    if (!share.tryHold(size.getAsLong())) {
      return Optional.empty();
    }
    byte[] bytes = new byte[(int) size.getAsLong()];
    int count = fill(bytes);
    return Optional.of(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
  }

  /** Keeps chunks, for which there is room twice: they are joined in the end. */
  private Optional<byte[]> readToTheEnd() throws IOException, BadRowException {
    List<byte[]> chunks = new ArrayList<>();
    int kept = 0;
    int wanted;
    int count;
    do {
      wanted = (int) Math.min(CHUNK, limits.maxBytes() + 1L - kept);
      if (!share.tryHold(2L * (kept + wanted))) {
        return Optional.empty();
      }
      byte[] chunk = new byte[wanted];
      count = fill(chunk);
      chunks.add(chunk);
      kept += count;
      checkSize(kept);
    } while (count == wanted);
    byte[] bytes = new byte[kept];
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, bytes, at, Math.min(chunk.length, kept - at));
      at += chunk.length;
    }
    return Optional.of(bytes);
  }

  /** Reads until it is full or nothing more comes; returns how many bytes came. */
  private int fill(byte[] bytes) throws IOException, BadRowException {
    int count = 0;
    while (count < bytes.length) {
      int n = in.read(bytes, count, bytes.length - count);
      if (n < 0) {
        break;
      }
      count += n;
      if (System.nanoTime() - begun > limits.longest().toNanos()) {
        throw new BadRowException(
            Reason.URL_FAILED, "not all of it came within " + limits.longest().toSeconds() + " s");
      }
    }
    return count;
  }

  private void checkSize(long bytes) throws BadRowException {
    if (bytes > limits.maxBytes()) {
      throw new BadRowException(Reason.FILE_TOO_LARGE, "more than " + limits.maxBytes() + " bytes");
    }
  }
}
