package org.clip4j.data.webdataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.utils.ArchiveUtils;

/**
 * The regular files of a tar archive, in order: ustar, GNU long names and pax. Adds to Commons
 * Compress what a stream from outside needs: every header's checksum is verified, headers are
 * bounded, sparse members are refused, and an archive without its end marker counts as cut off.
 */
final class TarMembers implements AutoCloseable {

  /**
   * Room for a member's headers: long names and pax records. It bounds the library's recursion over
   * them, too.
   */
  private static final int MAX_HEADER_BYTES = 1 << 18;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int RECORD = 512;
  private static final int TYPE_FLAG = 156;

  /** How far behind the end marker more is looked for: archives are padded with as much at most. */
  private static final int PADDING = 1 << 20;

  /** Room for a member is made at once up to here, whatever is really there. */
  private static final int MOST_AT_ONCE = 1 << 20;

  private final HeaderBound bound;
  private final CheckedTar tar;
  private final long base;
  private long offset;
  private TarArchiveEntry current;
  private boolean read;

  /**
   * @param base the archive's byte at which the stream begins, where a member's headers begin
   */
  TarMembers(InputStream in, long base) {
    this.base = base;
    this.bound = new HeaderBound(new BufferedInputStream(in, BUFFER_BYTES));
    this.tar = new CheckedTar(bound);
  }

  /**
   * Goes to the next regular file; directories, links and devices are passed over.
   *
   * @return its path, or nothing at the end marker
   * @throws IOException if the archive is cut off or damaged
   */
  Optional<String> next() throws IOException {
    do {
      skipRest();
      offset = base + (bound.count + RECORD - 1) / RECORD * RECORD;
      bound.limit = MAX_HEADER_BYTES;
      tar.firstHeader = -1;
      current = header();
      bound.limit = Long.MAX_VALUE;
      if (current != null) {
        offset = base + tar.firstHeader;
      }
    } while (current != null && !isRegular(current));
    if (current == null && !tar.ended) {
      throw new EOFException("the archive is cut off: it has no end marker");
    }
    return Optional.ofNullable(current).map(TarArchiveEntry::getName);
  }

  /**
   * Returns the archive's byte at which the headers of the current member begin, or the end marker.
   * Headers that count for all later members are none of its own.
   */
  long offset() {
    return offset;
  }

  /**
   * Returns the archive's byte from which the current member can be read: that of its headers, but
   * 0 behind a header that counts for all later members.
   */
  long readableFrom() {
    return tar.sharedHeader ? 0 : offset;
  }

  /** Returns the size of the current member, in bytes, as its header says. */
  long size() {
    return current.getSize();
  }

  /**
   * Reads the current member. The size has been checked; memory of large ones still grows only with
   * what is really there.
   */
  byte[] read() throws IOException {
    int size = Math.toIntExact(size());
    byte[] bytes = size <= MOST_AT_ONCE ? new byte[size] : tar.readNBytes(size);
    int count = size <= MOST_AT_ONCE ? tar.readNBytes(bytes, 0, size) : bytes.length;
    read = true;
    if (count != size) {
      throw new EOFException("the archive is cut off in the middle of a member");
    }
    return bytes;
  }

  /**
   * Looks behind the end marker, where there is nothing but padding.
   *
   * @throws IOException if there is more, as in two archives one behind the other
   */
  void requireNothingBehind() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long seen = 0;
    int count = 0;
    while (count >= 0 && bound.behind < 0 && seen < PADDING) {
      count = bound.read(buffer, 0, buffer.length);
      seen += count;
    }
    if (bound.behind >= 0) {
      throw new IOException(
          "behind its end marker, at byte "
              + (base + bound.behind)
              + ", there is more, which is not read: is it two archives, one behind the other?");
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  // Done here, so that the bound on headers does not count what is left of a large member.
  private void skipRest() throws IOException {
    if (current != null && !read) {
      if (isRegular(current)) {
        bound.pass(size());
      }
      tar.skip(size());
    }
    read = false;
  }

  private TarArchiveEntry header() throws IOException {
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new IOException("a header cannot be read: " + e.getMessage(), e);
    }
    if (entry != null && entry.isSparse()) {
      throw new IOException(
          "a sparse member ('"
              + entry.getName()
              + "') cannot be read; pack the shard without --sparse");
    }
    return entry;
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    byte flag = entry.getLinkFlag();
    return (flag == TarConstants.LF_NORMAL
            || flag == TarConstants.LF_OLDNORM
            || flag == TarConstants.LF_CONTIG)
        && !entry.getName().endsWith("/");
  }

  /**
   * Verifies each header record, and notes the end marker, which the library does not tell from a
   * cut-off file.
   */
  private static final class CheckedTar extends TarArchiveInputStream {
    private final HeaderBound bound;
    private boolean ended;
    private boolean begun;
    private boolean sharedHeader;
    private boolean behindShared;
    private long firstHeader;

    CheckedTar(HeaderBound bound) {
      super(bound, StandardCharsets.UTF_8.name());
      this.bound = bound;
    }

    @Override
    protected byte[] readRecord() throws IOException {
      byte[] record = super.readRecord();
      if (record == null || ended) {
        return record;
      }
      if (ArchiveUtils.isArrayZero(record, record.length)) {
        ended = true;
        // The library reads on, to the end of the block.
        bound.watching = true;
        return record;
      }
      if (!isHeader(record)) {
        throw new IOException(
            begun
                ? "a header's checksum is wrong"
                : "it is not a tar archive (of compressed ones, those of gzip and zstd are read)");
      }
      begun = true;
      if (firstHeader < 0 || behindShared) {
        firstHeader = bound.count - record.length;
      }
      behindShared = record[TYPE_FLAG] == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER;
      sharedHeader |= behindShared;
      return record;
    }

    private static boolean isHeader(byte[] record) {
      try {
        return TarUtils.verifyCheckSum(record);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  /**
   * Ends in an exception where the headers before a member are longer than any honest ones, and
   * watches what lies behind the end marker.
   */
  private static final class HeaderBound extends InputStream {
    private final InputStream in;
    private long limit = Long.MAX_VALUE;
    private long passed;
    private long count;
    private boolean watching;
    private long behind = -1;

    HeaderBound(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (passed > 0) {
        int known = (int) Math.min(length, passed);
        passed -= known;
        count += known;
        return known;
      }
      int read = in.read(buffer, offset, length);
      charge(Math.max(read, 0));
      if (watching) {
        watch(buffer, offset, read);
      }
      count += Math.max(read, 0);
      return read;
    }

    private void watch(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length && behind < 0; i++) {
        if (buffer[offset + i] != 0) {
          behind = count + i;
        }
      }
    }

    /**
     * Passes over bytes that the library is about to read only to throw away; files need not read
     * them. Where the stream does not skip, they are read after all.
     */
    void pass(long bytes) throws IOException {
      long step = 1;
      while (passed < bytes && step > 0) {
        step = in.skip(bytes - passed);
        passed += step;
      }
    }

    private void charge(int bytes) throws IOException {
      limit -= bytes;
      if (limit < 0) {
        throw new IOException(
            "the headers before a member are longer than " + MAX_HEADER_BYTES + " bytes");
      }
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
