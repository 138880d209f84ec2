package org.clip4j.data.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.ShardSources;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * A real server of the protocol, whose buckets are folders, behind a way that fails as it is told
 * to.
 */
final class TestStore implements AutoCloseable {

  private static final String BUCKET = "shards";

  private final BlobStoreContext context;
  private final S3Proxy proxy;
  private final FaultyProxy way;

  TestStore(Path folder) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    context =
        ContextBuilder.newBuilder(new FilesystemNio2BlobApiMetadata())
            .credentials("any", "any")
            .overrides(properties)
            .build(BlobStoreContext.class);
    proxy =
        S3Proxy.builder()
            .blobStore(context.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .ignoreUnknownHeaders(true)
            .awsAuthentication(AuthenticationType.NONE, null, null)
            .build();
    proxy.start();
    way = new FaultyProxy(proxy.getPort());
    context.getBlobStore().createContainerInLocation(null, BUCKET);
  }

  /** Contents of three megabytes. */
  static byte[] bytes(long seed) {
    byte[] bytes = new byte[3_000_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Puts an object into the store; returns its URL. */
  String put(String key, byte[] bytes) {
    BlobStore store = context.getBlobStore();
    store.putBlob(
        BUCKET, store.blobBuilder(key).payload(bytes).contentLength(bytes.length).build());
    return "s3://" + BUCKET + "/" + key;
  }

  /** The way to it. */
  FaultyProxy way() {
    return way;
  }

  /** Sources that ask it. */
  ShardSources sources(Patience patience) {
    return ShardSources.of(
        List.of(new S3Scheme(new S3Settings(Optional.of(way.url()), true), patience)));
  }

  @Override
  public void close() throws Exception {
    way.close();
    proxy.stop();
    context.close();
  }
}
