package org.clip4j.data.s3;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardUrl;

/**
 * Which server, and how it is asked.
 *
 * @param endpoint URL of another server than Amazon's; its buckets are parts of the path
 * @param anonymous whether it is asked without credentials
 */
public record S3Settings(Optional<String> endpoint, boolean anonymous) {

  private static final String PREFIX = "clip4j.s3.";
  private static final String ENDPOINT = "endpoint";
  private static final String ANONYMOUS = "anonymous";

  /** By system properties, or else by the environment; not looked at yet. */
  public static S3Settings ofProcess() {
    return new S3Settings(
        setting(ENDPOINT), setting(ANONYMOUS).filter("true"::equalsIgnoreCase).isPresent());
  }

  private static Optional<String> setting(String name) {
    String property = PREFIX + name;
    String variable = property.replace('.', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty(property, System.getenv(variable)))
        .filter(s -> !s.isBlank());
  }

  /**
   * The same, but for what a run says: {@code endpoint} and {@code anonymous}.
   *
   * @throws IllegalArgumentException naming the setting, if there is none such or its value cannot
   *     be
   */
  S3Settings with(Map<String, String> given) {
    S3Settings result = this;
    for (Map.Entry<String, String> setting : given.entrySet()) {
      result =
          switch (setting.getKey()) {
            case ENDPOINT -> new S3Settings(checked(setting.getValue()), result.anonymous);
            case ANONYMOUS -> new S3Settings(result.endpoint, isTrue(setting.getValue()));
            default ->
                throw new IllegalArgumentException(
                    "S3 has no setting '" + setting.getKey() + "'; expected endpoint or anonymous");
          };
    }
    return result;
  }

  private static Optional<String> checked(String endpoint) {
    try {
      return Optional.of(ShardUrl.server(endpoint).toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(ENDPOINT + ": " + e.getMessage(), e);
    }
  }

  private static boolean isTrue(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          ANONYMOUS + ": expected true or false, not '" + value + "'");
    }
    return value.equals("true");
  }

  /**
   * The endpoint as a URL.
   *
   * @throws RefusedException if it is none
   */
  Optional<URI> url() throws IOException {
    try {
      return endpoint.map(ShardUrl::server);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(PREFIX + ENDPOINT + ": " + e.getMessage(), e);
    }
  }
}
