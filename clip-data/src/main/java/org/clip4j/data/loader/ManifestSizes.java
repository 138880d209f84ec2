package org.clip4j.data.loader;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.source.ManifestsBeside;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the manifests beside shards say of their sizes. For one thread. */
final class ManifestSizes {

  private static final Logger LOG = LoggerFactory.getLogger(ManifestSizes.class);

  private final ShardSource source;
  private final ManifestsBeside manifests;

  ManifestSizes(ShardSource source) {
    this.source = source;
    this.manifests = new ManifestsBeside(source);
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
