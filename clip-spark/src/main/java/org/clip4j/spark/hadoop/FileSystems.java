package org.clip4j.spark.hadoop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.clip4j.data.source.Patience;

/** The file systems that were asked for: one for each host and user, kept as long as this. */
final class FileSystems {

  private final Patience patience;
  private final Map<Place, FileSystem> made = new HashMap<>();
  private Configuration configuration;

  /** Whose file system it is; a URL without a host, the authority, has the default one's. */
  private record Place(String scheme, String authority, UserGroupInformation user) {}

  FileSystems(Patience patience) {
    this.patience = patience;
  }

  /**
   * The file system that has a path, for the current user.
   *
   * @throws IOException as {@link HadoopFailures#ofSetup} makes it
   */
  synchronized FileSystem of(String url, Path path) throws IOException {
    URI uri = path.toUri();
    Place place =
        new Place(uri.getScheme(), uri.getAuthority(), UserGroupInformation.getCurrentUser());
    FileSystem system = made.get(place);
    if (system == null) {
      try {
        system = FileSystem.newInstance(uri, configuration());
      } catch (IOException | RuntimeException e) {
        throw HadoopFailures.ofSetup(url, e);
      }
      made.put(place, system);
    }
    return system;
  }

  private Configuration configuration() {
    if (configuration == null) {
      configuration = new Configuration();
      // Who retries on top of retries waits for hours: the shards' streams do it, and know more.
      configuration.setInt("ipc.client.connect.max.retries", 0);
      configuration.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
      configuration.setInt("dfs.client.max.block.acquire.failures", 0);
      // Enough to find the active one of two name nodes.
      configuration.setInt("dfs.client.failover.max.attempts", 2);
      configuration.setInt("dfs.http.client.failover.max.attempts", 2);
      configuration.setInt("ipc.client.connect.timeout", millis(patience.connect()));
      // Leaves time for another copy of the block within the wait for this one.
      configuration.setInt("dfs.client.socket-timeout", millis(patience.stall().dividedBy(3)));
      // A run that is being ended still reads while the process's hooks run.
      configuration.setBoolean("fs.automatic.close", false);
    }
    return configuration;
  }

  /** At least one: to Hadoop, 0 is for ever. */
  private static int millis(Duration wait) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, wait.toMillis()));
  }
}
