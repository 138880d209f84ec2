package org.clip4j.data.loader;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.ShardSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the manifests beside shards say of their sizes; each is read once. For one thread. */
final class ManifestSizes {

  private static final Logger LOG = LoggerFactory.getLogger(ManifestSizes.class);

  private final ShardSource source;
  private final Map<String, Map<String, ShardManifest.Entry>> known = new HashMap<>();

  ManifestSizes(ShardSource source) {
    this.source = source;
  }

  /**
   * A shard's size, if a manifest that fits it says so. One that does not is passed over, with a
   * line in the log: counting is always right.
   *
   * @throws LoaderException if the shard is standard input
   * @throws IOException if there may be a manifest that cannot be read now
   */
  Optional<ShardSize> of(String shard) throws IOException {
    if (shard.equals(ShardUrl.STANDARD_INPUT)) {
      throw new LoaderException(
          "standard input (-) cannot be shared by several workers: write it to a file");
    }
    String name = ShardUrl.fileName(shard);
    // What follows in a URL may be a signature, which opens the shard alone.
    if (!shard.endsWith(name)) {
      return Optional.empty();
    }
    String manifest = shard.substring(0, shard.length() - name.length()) + ShardManifest.FILE;
    Map<String, ShardManifest.Entry> entries = known.get(manifest);
    if (entries == null) {
      entries = read(manifest);
      known.put(manifest, entries);
    }
    ShardManifest.Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    OptionalLong stored = source.size(shard);
    if (stored.isPresent() && stored.getAsLong() != entry.bytes()
        || entry.samples() > ShardSize.MOST_SAMPLES) {
      LOG.warn(
          "{} does not fit {}: it is counted instead; write the manifest anew",
          manifest,
          ShardUrl.printable(shard));
      return Optional.empty();
    }
    return Optional.of(ShardSize.ofPairs(entry.samples()));
  }

  private Map<String, ShardManifest.Entry> read(String manifest) throws IOException {
    try (InputStream in = source.open(manifest)) {
      byte[] bytes = in.readNBytes(ShardManifest.MAX_BYTES + 1);
      return ShardManifest.read(bytes, manifest).byName();
    } catch (NoSuchFileException | FileNotFoundException | RefusedException e) {
      LOG.debug("No manifest: {}", e.getMessage());
    } catch (ConfigException e) {
      LOG.warn("Not a manifest of shards, so their pairs are counted: {}", e.getMessage());
    }
    return Map.of();
  }
}
