package org.clip4j.train.config;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.source.ShardUrl;

/**
 * {@code data.s3}: which server the shards of {@code s3:} come from, those of {@code eval.data}
 * too. What is left out is as the process says. There are no credentials here: a run's folder keeps
 * its configuration, for others to read.
 *
 * @param endpoint URL of another server than Amazon's; its buckets are parts of the path
 * @param anonymous whether it is asked without credentials
 */
public record S3Config(String endpoint, Boolean anonymous) {

  /** Checks the endpoint. */
  public S3Config {
    if (endpoint != null) {
      try {
        ShardUrl.server(endpoint);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("data.s3.endpoint: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Sources that ask this server.
   *
   * @throws IOException if nothing on the class path reads {@code s3:}, naming what does
   */
  public ShardSources applyTo(ShardSources sources) throws IOException {
    Map<String, String> settings = new HashMap<>();
    if (endpoint != null) {
      settings.put("endpoint", endpoint);
    }
    if (anonymous != null) {
      settings.put("anonymous", anonymous.toString());
    }
    return settings.isEmpty() ? sources : sources.with("s3", settings);
  }
}
