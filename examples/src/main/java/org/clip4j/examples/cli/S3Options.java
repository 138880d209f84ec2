package org.clip4j.examples.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.train.config.S3Config;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which server shards of {@code s3:} come from; the same for all commands that take shards. */
final class S3Options {

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      converter = Server.class,
      description =
          "Another server than Amazon's for s3: shards, such as http://127.0.0.1:9000; by default"
              + " as -Dclip4j.s3.endpoint or CLIP4J_S3_ENDPOINT say.")
  private URI endpoint;

  @Option(
      names = "--s3-anonymous",
      description = "Ask for s3: shards without credentials, for public data.")
  private boolean anonymous;

  /** What opens shards. */
  ShardSources sources() throws IOException {
    return sources(Optional.empty());
  }

  /**
   * What opens shards.
   *
   * @param usual counts where options say nothing
   */
  ShardSources sources(Optional<S3Config> usual) throws IOException {
    return new S3Config(
            endpoint == null ? usual.map(S3Config::endpoint).orElse(null) : endpoint.toString(),
            anonymous ? Boolean.TRUE : usual.map(S3Config::anonymous).orElse(null))
        .applyTo(ShardSources.standard());
  }

  /** Says what a URL should have been. */
  private static final class Server implements ITypeConverter<URI> {
    @Override
    public URI convert(String url) {
      try {
        return ShardUrl.server(url);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
