package org.clip4j.data.loader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.source.ManifestsBeside;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the manifests beside shards say of their sizes. For one thread. */
public final class ManifestSizes {

  private static final Logger LOG = LoggerFactory.getLogger(ManifestSizes.class);

  private final ShardSource source;
  private final ManifestsBeside manifests;

  ManifestSizes(ShardSource source) {
    this.source = source;
    this.manifests = new ManifestsBeside(source);
  }

  /**
   * Says in the log which shards are not of the size that the manifest beside them says: who reads
   * them once, and counts nothing before, would not know what lacks. They are read all the same. A
   * manifest that cannot be read now is said, too.
   *
   * @param shards names of shards, expanded
   * @param source opens the manifests; asked for the sizes
   * @throws IOException if a shard is not there
   */
  public static void sayOthers(List<String> shards, ShardSource source) throws IOException {
    ManifestsBeside manifests = new ManifestsBeside(source);
    try {
      for (String shard : shards) {
        Optional<ShardManifest.Entry> entry = manifests.entry(shard);
        OptionalLong stored = entry.isPresent() ? source.size(shard) : OptionalLong.empty();
        if (stored.isPresent() && stored.getAsLong() != entry.get().bytes()) {
          LOG.warn(
              "{} has {} bytes, but {} says {}: the shard was cut off or replaced, or the manifest"
                  + " is of before; look with clip4j data check, or write the manifest anew",
              ShardUrl.printable(shard),
              stored.getAsLong(),
              ShardUrl.printable(ManifestsBeside.beside(shard).orElseThrow()),
              entry.get().bytes());
        }
      }
    } catch (UnreachableException e) {
      LOG.warn("No shard behind this is held against its manifest: {}", e.getMessage());
    }
  }

  /**
   * A shard's size, if a manifest that fits it says so. One that does not is passed over, with a
   * line in the log: counting is always right.
   *
   * @throws IOException if there may be a manifest that cannot be read now
   */
  Optional<ShardSize> of(String shard) throws IOException {
    Optional<ShardManifest.Entry> found = manifests.entry(shard);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ShardManifest.Entry entry = found.get();
    OptionalLong stored = source.size(shard);
    if (stored.isPresent() && stored.getAsLong() != entry.bytes()
        || entry.samples() > ShardSize.MOST_SAMPLES) {
      LOG.warn(
          "{} does not fit {}: it is counted instead; write the manifest anew",
          ManifestsBeside.beside(shard).orElseThrow(),
          ShardUrl.printable(shard));
      return Optional.empty();
    }
    return Optional.of(ShardSize.ofPairs(entry.samples()));
  }
}
