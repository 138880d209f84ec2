package org.clip4j.data.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a cache. Room is taken before a copy begins, by making its file as long as it will
 * be; all that changes what is there happens under a lock that holds for every process.
 */
final class CacheFolder {

  private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
  private static final String ENTRY = ".shard";
  private static final String PART = ".part";

  /** A process's own threads are kept apart here: the file's lock is the whole process's. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path root;
  private final long maxBytes;

  private CacheFolder(Path root, long maxBytes) {
    this.root = root;
    this.maxBytes = maxBytes;
  }

  static CacheFolder open(Path root, long maxBytes) throws IOException {
    if (maxBytes <= 0) {
      throw new IllegalArgumentException("a cache of " + maxBytes + " bytes holds nothing");
    }
    Files.createDirectories(root);
    return new CacheFolder(root.toRealPath(), maxBytes);
  }

  Path file(CacheEntry entry) {
    return root.resolve(entry.name() + ENTRY);
  }

  /** Makes a copy the one used last. */
  void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // It may have gone meanwhile, which what is open of it survives.
      LOG.debug("touching {}", file, e);
    }
  }

  /** Makes room for a copy; nothing where it does not fit. */
  Optional<CachePart> begin(CacheEntry entry) throws IOException {
    if (entry.fileSize() > maxBytes) {
      return Optional.empty();
    }
    return locked(
        () -> {
          if (!makeRoom(entry.fileSize())) {
            return Optional.empty();
          }
          Path part = root.resolve(entry.name() + "-" + UUID.randomUUID() + PART);
          return Optional.of(new CachePart(this, entry, part));
        });
  }

  /** Gives a whole copy its name. */
  void publish(Path part, CacheEntry entry) throws IOException {
    locked(
        () ->
            Files.move(
                part,
                file(entry),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
  }

  private boolean makeRoom(long bytes) throws IOException {
    List<Path> entries = new ArrayList<>();
    long taken = 0;
    try (Stream<Path> files = Files.list(root)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(PART) && !CachePart.isAlive(file)) {
          Files.deleteIfExists(file);
        } else if (name.endsWith(ENTRY) || name.endsWith(PART)) {
          taken += sizeOf(file);
          if (name.endsWith(ENTRY)) {
            entries.add(file);
          }
        }
      }
    }
    Map<Path, FileTime> used = new ConcurrentHashMap<>();
    for (Path entry : entries) {
      used.put(entry, Files.getLastModifiedTime(entry));
    }
    entries.sort(Comparator.comparing(used::get));
    for (Path oldest : entries) {
      if (taken + bytes <= maxBytes) {
        break;
      }
      long size = sizeOf(oldest);
      Files.delete(oldest);
      taken -= size;
    }
    return taken + bytes <= maxBytes;
  }

  /** A copy that another process is just ending or giving up takes nothing. */
  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** What is done with the folder to oneself. */
  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  private <T> T locked(Action<T> action) throws IOException {
    ReentrantLock threads = THREADS.computeIfAbsent(root, r -> new ReentrantLock());
    threads.lock();
    try (FileChannel channel =
            FileChannel.open(
                root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      LOG.trace("{}", lock);
      return action.run();
    } finally {
      threads.unlock();
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
