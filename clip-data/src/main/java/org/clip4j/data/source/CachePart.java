package org.clip4j.data.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * A copy being written. Its file is locked as long as it is, so that other processes tell it from
 * what a killed one left behind.
 */
final class CachePart {

  /** Opening one's own locked file anew and closing it would unlock it. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final CacheFolder folder;
  private final CacheEntry entry;
  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final CRC32C crc = new CRC32C();
  private long written;

  /** Called with the folder to oneself. */
  CachePart(CacheFolder folder, CacheEntry entry, Path file) throws IOException {
    this.folder = folder;
    this.entry = entry;
    this.file = file;
    OWN.add(file);
    FileChannel opened = null;
    try {
      opened = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.lock = opened.lock();
      opened.write(ByteBuffer.allocate(1), entry.fileSize() - 1);
      this.channel = opened;
    } catch (IOException e) {
      giveUp(opened);
      throw e;
    }
  }

  /** What could not be begun, for a full disk or one without locks, is not left behind. */
  private void giveUp(FileChannel opened) throws IOException {
    try (opened) {
      Files.deleteIfExists(file);
    } finally {
      OWN.remove(file);
    }
  }

  /** Whether someone still writes it; asked with the folder to oneself. */
  static boolean isAlive(Path file) throws IOException {
    if (OWN.contains(file)) {
      return true;
    }
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = other.tryLock()) {
      return free == null;
    }
  }

  /** Bytes of the shard that are still to come. */
  long left() {
    return entry.size() - written;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > left()) {
      throw new IOException("the shard is larger than its place said");
    }
    crc.update(bytes, offset, length);
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
    while (from.hasRemaining()) {
      written += channel.write(from, written);
    }
  }

  /** Makes a copy of it that others see; all bytes must have come. */
  void finish() throws IOException {
    if (left() > 0) {
      throw new IOException("the shard is smaller than its place said");
    }
    ByteBuffer footer = entry.footer(crc);
    for (long at = written; footer.hasRemaining(); ) {
      at += channel.write(footer, at);
    }
    channel.force(true);
    folder.publish(file, entry);
    release();
  }

  void discard() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      release();
    }
  }

  private void release() throws IOException {
    try {
      lock.release();
      channel.close();
    } finally {
      OWN.remove(file);
    }
  }
}
