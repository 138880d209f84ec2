package org.clip4j.examples.iconify;

import java.util.List;
import org.clip4j.data.manifest.ShardManifest;

/**
 * One archive of pairs, as a data set's card names it.
 *
 * @param file its name in the folder {@code shards}
 * @param samples how many samples it holds
 * @param bytes its size
 * @param sha256 what its bytes hash to
 */
public record ShardFile(String file, int samples, long bytes, String sha256) {

  /** The same of shards that were just written. */
  public static List<ShardFile> of(List<ShardManifest.Entry> written) {
    return written.stream()
        .map(
            shard ->
                new ShardFile(
                    shard.name(), Math.toIntExact(shard.samples()), shard.bytes(), shard.sha256()))
        .toList();
  }
}
