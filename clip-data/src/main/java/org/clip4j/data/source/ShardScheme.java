package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;

/**
 * One kind of place that shards come from, such as {@code https:}. Others than this library's own
 * are found by {@link java.util.ServiceLoader}; they are made when first asked for a name, so that
 * they should begin connections later. Implementations are safe for use by several threads.
 */
public interface ShardScheme {

  /** The URL schemes that this reads, in lower case and without the colon. */
  Set<String> names();

  /**
   * Looks what is there.
   *
   * @throws IOException if nothing is, or it cannot be read
   */
  ShardInfo info(String url) throws IOException;

  /**
   * Opens a shard for one pass over its bytes as they are stored, from the first one. A stream that
   * skips without reading lets a run go on in the middle of a shard. What is there now is held
   * against what was there when the shard was looked at: {@link ShardInfo#requireStill} does it for
   * a scheme that has no {@link RemoteScheme} to do it.
   *
   * @param known what was there; what it leaves open is not compared
   * @throws org.clip4j.data.webdataset.UnreachableException if another shard is there now
   * @throws IOException if it cannot be opened
   */
  InputStream open(String url, ShardInfo known) throws IOException;

  /**
   * The same for a shard that was not looked at before: whatever is there is taken.
   *
   * @throws IOException if it cannot be opened
   */
  default InputStream open(String url) throws IOException {
    return open(url, ShardInfo.UNKNOWN);
  }

  /**
   * The same scheme by settings of a run, which go before those of the process.
   *
   * @param settings values by name; which there are is the scheme's own to say
   * @throws IllegalArgumentException if there is no such setting, or its value cannot be
   */
  default ShardScheme with(Map<String, String> settings) {
    throw new IllegalArgumentException(
        "shards of " + names() + " have no settings, but were given " + settings.keySet());
  }

  /** Whether a copy on this machine is worth keeping. */
  default boolean isRemote() {
    return true;
  }
}
