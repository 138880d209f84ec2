package org.clip4j.data.s3;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.clip4j.data.source.BlockStream;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RemoteStore;
import org.clip4j.data.source.ShardInfo;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Objects by the AWS SDK, whose own retries are off: those of the shards' streams know more. */
final class S3Store implements RemoteStore {

  private final S3Settings settings;
  private final Patience patience;
  private S3Client client;

  S3Store(S3Settings settings, Patience patience) {
    this.settings = settings;
    this.patience = patience;
  }

  @Override
  public ShardInfo info(String url) throws IOException {
    S3Url at = S3Url.parse(url);
    try {
      HeadObjectResponse head =
          client().headObject(request -> request.bucket(at.bucket()).key(at.key()));
      return info(head.contentLength(), head.eTag());
    } catch (SdkException e) {
      throw S3Failures.of(url, e);
    }
  }

  @Override
  public Answer get(String url, long from, ShardInfo known) throws IOException {
    S3Url at = S3Url.parse(url);
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(at.bucket()).key(at.key());
    if (from > 0) {
      request.range("bytes=" + from + "-");
      known.version().ifPresent(request::ifMatch);
    }
    try {
      ResponseInputStream<GetObjectResponse> body = client().getObject(request.build());
      GetObjectResponse head = body.response();
      return new Answer(
          info(from + head.contentLength(), head.eTag()), new ObjectStream(url, body));
    } catch (SdkException e) {
      throw S3Failures.of(url, e);
    }
  }

  private static ShardInfo info(long size, String etag) {
    return new ShardInfo(OptionalLong.of(size), Optional.ofNullable(etag), true);
  }

  /** Made when first needed: who only has this module on the class path does not wait for it. */
  private synchronized S3Client client() throws IOException {
    if (client == null) {
      Optional<URI> endpoint = settings.url();
      S3ClientBuilder builder =
          S3Client.builder()
              .httpClient(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(patience.connect())
                      .socketTimeout(patience.stall())
                      .build())
              .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
              .region(region());
      // Lengths and versions are checked; other stores than Amazon's refuse to be asked for sums.
      builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
      if (settings.anonymous()) {
        builder.credentialsProvider(AnonymousCredentialsProvider.create());
      }
      endpoint.ifPresent(e -> builder.endpointOverride(e).forcePathStyle(true));
      if (endpoint.isEmpty()) {
        builder.crossRegionAccessEnabled(true);
      }
      client = builder.build();
    }
    return client;
  }

  /**
   * A bucket elsewhere is found from anywhere, so that the machine's own region need not be asked
   * for over its network.
   */
  private static Region region() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkException e) {
      return Region.US_EAST_1;
    }
  }

  /** Closing it gives the rest of the object up, rather than reading it. */
  private static final class ObjectStream extends BlockStream {
    private final String url;
    private final ResponseInputStream<GetObjectResponse> in;

    ObjectStream(String url, ResponseInputStream<GetObjectResponse> in) {
      this.url = url;
      this.in = in;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (SdkException e) {
        throw S3Failures.of(url, e);
      }
    }

    @Override
    public void close() {
      in.abort();
    }
  }
}
