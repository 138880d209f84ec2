package org.clip4j.data.webdataset;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.clip4j.core.Sha256;
import org.clip4j.data.manifest.ShardManifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard being written, under its temporary name. */
final class TarShard {

  private static final Logger LOG = LoggerFactory.getLogger(TarShard.class);
  private static final int RECORD = 512;
  private static final int MAX_USTAR_NAME = 99;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Hashed stored;
  private final TarArchiveOutputStream tar;
  private int samples;
  private long bytes;

  TarShard(Path file, ShardWriter.Opener opener) throws IOException {
    this.file = file;
    this.stored = new Hashed(opener.open(file));
    this.tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(stored, BUFFER_BYTES), StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_ERROR);
  }

  /**
   * Opens a file that is brought to the disk when it is closed: a rename must not overtake its
   * bytes.
   */
  static OutputStream openSynced(Path file) throws IOException {
    FileOutputStream disk = new FileOutputStream(file.toFile());
    return new FilterOutputStream(disk) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        disk.write(buffer, offset, length);
      }

      @Override
      public void close() throws IOException {
        try (disk) {
          disk.getFD().sync();
        }
      }
    };
  }

  Path file() {
    return file;
  }

  int samples() {
    return samples;
  }

  long bytes() {
    return bytes;
  }

  /** Returns how many bytes a sample takes in a shard. */
  static long bytes(String key, Map<String, byte[]> parts) {
    long sum = 0;
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      String name = key + "." + part.getKey();
      sum += RECORD + padded(part.getValue().length);
      if (!fitsUstar(name)) {
        sum += RECORD + padded(paxPath(name).length);
      }
    }
    return sum;
  }

  void write(String key, Map<String, byte[]> parts) throws IOException {
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      member(key + "." + part.getKey(), part.getValue());
    }
    samples++;
    bytes += bytes(key, parts);
  }

  private void member(String name, byte[] content) throws IOException {
    if (fitsUstar(name)) {
      put(name, TarConstants.LF_NORMAL, content);
      return;
    }
    // Written here, since the library's own pax records carry the user's name.
    put("pax/path", TarConstants.LF_PAX_EXTENDED_HEADER_LC, paxPath(name));
    put("pax/member", TarConstants.LF_NORMAL, content);
  }

  private void put(String name, byte type, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setSize(content.length);
    entry.setMode(0644);
    entry.setModTime(0L);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static boolean fitsUstar(String name) {
    return name.length() <= MAX_USTAR_NAME && name.chars().allMatch(c -> c < 0x80);
  }

  /** A pax record is "LENGTH path=NAME\n", where the length counts its own digits too. */
  private static byte[] paxPath(String name) {
    byte[] rest = (" path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
    int length = rest.length + 1;
    while (Integer.toString(length).length() + rest.length != length) {
      length++;
    }
    return (length + " path=" + name + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static long padded(int size) {
    return (size + RECORD - 1L) / RECORD * RECORD;
  }

  void finish() throws IOException {
    tar.close();
  }

  /** The finished shard, under the name that it gets. */
  ShardManifest.Entry entry(String name) {
    return new ShardManifest.Entry(name, samples, stored.count, Sha256.hex(stored.digest));
  }

  /** Counts and hashes what is written to the file, so that it need not be read again. */
  private static final class Hashed extends FilterOutputStream {
    private final MessageDigest digest;
    private long count;

    Hashed(OutputStream out) {
      super(out);
      digest = Sha256.digest();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      digest.update(buffer, offset, length);
      count += length;
    }
  }

  /** Removes the file; there is nothing left to tell if this fails too, but for the log. */
  void discard() {
    try {
      tar.close();
    } catch (IOException e) {
      LOG.debug("closing {} after a failed write", file, e);
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("the unfinished {} could not be removed: {}", file, e.getMessage());
    }
  }
}
