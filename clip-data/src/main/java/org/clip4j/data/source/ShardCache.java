package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of remote shards in a folder of limited size, which several runs may share. A shard is
 * copied while it is read for the first time; what is read to its end is kept, and what was not
 * used for longest goes. A copy is served only while the server names the size and version that it
 * had, and after its checksum was right once in this process. What the server names no size or no
 * version of, and what is larger than the limit, is read past the cache.
 */
final class ShardCache {

  private static final Logger LOG = LoggerFactory.getLogger(ShardCache.class);

  private final CacheFolder folder;

  /**
   * @param folder made if it is not there
   * @param maxBytes the most that copies may take together
   * @throws IOException if the folder cannot be made
   */
  ShardCache(Path folder, long maxBytes) throws IOException {
    this.folder = CacheFolder.open(folder, maxBytes);
  }

  /**
   * Opens a shard from its copy, or else from its place, beginning a copy.
   *
   * @param info what its place says now
   */
  InputStream open(String url, ShardScheme scheme, ShardInfo info) throws IOException {
    if (info.size().isEmpty() || info.version().isEmpty()) {
      return scheme.open(url, info);
    }
    CacheEntry entry = CacheEntry.of(url, info);
    Path file = folder.file(entry);
    Optional<InputStream> copy = copy(entry, file);
    if (copy.isPresent()) {
      folder.touch(file);
      return copy.get();
    }
    InputStream remote = scheme.open(url, info);
    try {
      Optional<CachePart> part = folder.begin(entry);
      return part.isPresent() ? new CachingStream(remote, part.get()) : remote;
    } catch (IOException e) {
      LOG.warn("No copy is kept of {} in {}: {}", ShardUrl.printable(url), folder, e.getMessage());
      return remote;
    }
  }

  /** A copy that cannot be read is as none: the shard is still at its place. */
  private static Optional<InputStream> copy(CacheEntry entry, Path file) {
    try {
      return entry.open(file);
    } catch (IOException e) {
      LOG.warn("The copy {} cannot be read ({}): the shard is fetched again", file, e.toString());
      return Optional.empty();
    }
  }
}
