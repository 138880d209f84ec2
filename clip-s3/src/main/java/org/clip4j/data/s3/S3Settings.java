package org.clip4j.data.s3;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.clip4j.data.source.RefusedException;

/**
 * Which server, and how it is asked.
 *
 * @param endpoint URL of another server than Amazon's; its buckets are parts of the path
 * @param anonymous whether it is asked without credentials
 */
public record S3Settings(Optional<String> endpoint, boolean anonymous) {

  private static final String PREFIX = "clip4j.s3.";

  /** By system properties, or else by the environment; not looked at yet. */
  public static S3Settings ofProcess() {
    return new S3Settings(
        setting("endpoint"), setting("anonymous").filter("true"::equalsIgnoreCase).isPresent());
  }

  private static Optional<String> setting(String name) {
    String property = PREFIX + name;
    String variable = property.replace('.', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(property, System.getenv(variable)))
        .filter(s -> !s.isBlank());
  }

  /**
   * The endpoint as a URL.
   *
   * @throws RefusedException if it is none
   */
  Optional<URI> url() throws IOException {
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    URI url;
    try {
      url = URI.create(endpoint.get());
    } catch (IllegalArgumentException e) {
      throw noUrl(e);
    }
    if (url.getHost() == null || url.getScheme() == null) {
      throw noUrl(null);
    }
    return Optional.of(url);
  }

  private RefusedException noUrl(Throwable cause) {
    return new RefusedException(
        PREFIX
            + "endpoint is '"
            + endpoint.orElse("")
            + "'; expected a URL such as http://127.0.0.1:9000",
        cause);
  }
}
