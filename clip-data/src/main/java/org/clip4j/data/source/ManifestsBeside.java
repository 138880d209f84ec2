package org.clip4j.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifests beside shards, wherever these lie; each is read once. For one thread.
 *
 * <p>A manifest need not be there, so that it is not waited for as long as a shard is: where it
 * does not come within seconds, the shard is asked for, with all the patience that its source has,
 * and then the manifest once more.
 */
public final class ManifestsBeside {

  private static final Logger LOG = LoggerFactory.getLogger(ManifestsBeside.class);

  /** Some four attempts at a server that is away. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ShardSource source;
  private final Duration longest;
  private final Map<String, Map<String, ShardManifest.Entry>> known = new HashMap<>();

  /**
   * Reads nothing yet.
   *
   * @param source opens shards, and what lies beside them
   */
  public ManifestsBeside(ShardSource source) {
    this(source, LONGEST);
  }

  /**
   * @param longest how long nothing of a manifest may come, with all attempts
   */
  ManifestsBeside(ShardSource source, Duration longest) {
    this.source = source;
    this.longest = longest;
  }

  /**
   * Where a shard's manifest would be; nothing for standard input, and where the shard's URL goes
   * on behind its name: that may be a signature, which opens the shard alone.
   */
  public static Optional<String> beside(String shard) {
    String name = ShardUrl.fileName(shard);
    return shard.equals(ShardUrl.STANDARD_INPUT) || !shard.endsWith(name)
        ? Optional.empty()
        : Optional.of(shard.substring(0, shard.length() - name.length()) + ShardManifest.FILE);
  }

  /**
   * What the manifest beside a shard says of it. What is no manifest, or may not be read, is as
   * none; the former is said in the log.
   *
   * @throws UnreachableException if there may be a manifest that does not come although the shard
   *     is there, or the shard's server is away
   * @throws IOException if the manifest cannot be read for another reason, or is too large
   */
  public Optional<ShardManifest.Entry> entry(String shard) throws IOException {
    Optional<String> manifest = beside(shard);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ShardManifest.Entry> entries = known.get(manifest.get());
    if (entries == null) {
      entries = read(manifest.get(), shard);
      known.put(manifest.get(), entries);
    }
    return Optional.ofNullable(entries.get(ShardUrl.fileName(shard)));
  }

  private Map<String, ShardManifest.Entry> read(String manifest, String shard) throws IOException {
    try {
      return read(manifest);
    } catch (UnreachableException e) {
      LOG.warn("{}; looking whether its shards are there", e.getMessage());
    }
    source.check(shard);
    return read(manifest);
  }

  private Map<String, ShardManifest.Entry> read(String manifest) throws IOException {
    try {
      byte[] bytes = BriefRead.of(source, manifest, ShardManifest.MAX_BYTES + 1, longest);
      return ShardManifest.read(bytes, ShardUrl.printable(manifest)).byName();
    } catch (NoSuchFileException | FileNotFoundException | RefusedException e) {
      LOG.debug("No manifest: {}", e.getMessage());
    } catch (UnreachableException e) {
      // Stores that do not let their contents be listed answer so for what is not there.
      if (!e.isRefusal()) {
        throw e;
      }
      LOG.debug("No manifest: {}", e.getMessage());
    } catch (ConfigException e) {
      LOG.warn("Not a manifest of shards, so it is passed over: {}", e.getMessage());
    }
    return Map.of();
  }
}
