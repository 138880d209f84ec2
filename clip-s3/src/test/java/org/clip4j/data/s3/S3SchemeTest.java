package org.clip4j.data.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.UnreachableException;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server of the protocol, whose buckets are folders. */
class S3SchemeTest {

  private static final String URL = "s3://shards/train/a b.tar";
  private static final byte[] BYTES = bytes(1);
  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          3,
          Duration.ofMillis(5),
          Duration.ofMillis(50));

  @TempDir private static Path folder;
  private static BlobStoreContext context;
  private static S3Proxy proxy;
  private static Loss loss;
  private static ShardSources source;

  @BeforeAll
  static void start() throws Exception {
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
    loss = new Loss(proxy.getPort());
    context.getBlobStore().createContainerInLocation(null, "shards");
    put("train/a b.tar", BYTES);
    S3Settings settings = new S3Settings(Optional.of("http://127.0.0.1:" + loss.port()), true);
    source = ShardSources.of(List.of(new S3Scheme(settings, QUICK)));
  }

  @AfterAll
  static void stop() throws Exception {
    loss.close();
    proxy.stop();
    context.close();
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[3_000_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void put(String key, byte[] bytes) {
    BlobStore store = context.getBlobStore();
    store.putBlob(
        "shards", store.blobBuilder(key).payload(bytes).contentLength(bytes.length).build());
  }

  @Test
  void readsAnObjectWholeAndFromAByte() throws IOException {
    ShardInfo info = source.info(URL);
    assertEquals(BYTES.length, info.size().orElseThrow());
    assertTrue(info.version().isPresent());
    try (InputStream in = source.open(URL)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
    try (InputStream in = source.open(URL, 2_500_000)) {
      assertArrayEquals(Arrays.copyOfRange(BYTES, 2_500_000, BYTES.length), in.readAllBytes());
    }
  }

  @Test
  void goesOnWhereTheConnectionWasLost() throws IOException {
    int before = loss.lost();
    loss.loseAfter(1_000_000, 700_000);
    try (InputStream in = source.open(URL)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
    assertEquals(before + 2, loss.lost());
  }

  @Test
  void anotherVersionIsNeverJoined() throws IOException {
    put("changing.tar", BYTES);
    try (InputStream in = source.open("s3://shards/changing.tar")) {
      in.readNBytes(1000);
      put("changing.tar", bytes(2));
      // Large enough a step to be asked for anew.
      in.skipNBytes(1_500_000);
      RefusedException e = assertThrows(RefusedException.class, in::read);
      assertTrue(e.getMessage().contains("has changed"), e.getMessage());
    }
  }

  @Test
  void anotherShardThanWasLookedAtIsNoticed() throws IOException {
    String url = "s3://shards/replaced.tar";
    put("replaced.tar", BYTES);
    source.check(url);
    try (InputStream in = source.open(url)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
    put("replaced.tar", bytes(2));
    UnreachableException e =
        assertThrows(UnreachableException.class, () -> source.open(url).close());
    assertTrue(e.getMessage().startsWith(url + ": it was replaced"), e.getMessage());
  }

  @Test
  void whatIsNotThereIsSaid() {
    for (String gone : List.of("s3://shards/no.tar", "s3://no-such-bucket/no.tar")) {
      RefusedException e = assertThrows(RefusedException.class, () -> source.open(gone));
      assertTrue(e.getMessage().startsWith(gone + ": no such shard"), e.getMessage());
      assertThrows(RefusedException.class, () -> source.check(gone));
    }
    for (String bad : List.of("s3:a", "s3://bucket", "s3://bucket/", "s3:///key")) {
      assertThrows(RefusedException.class, () -> source.open(bad));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9000", "a b", "/minio"})
  void anEndpointThatIsNoUrlIsSaidWhenItIsNeeded(String endpoint) {
    ShardSources bad =
        ShardSources.of(List.of(new S3Scheme(new S3Settings(Optional.of(endpoint), true), QUICK)));
    RefusedException e = assertThrows(RefusedException.class, () -> bad.check(URL));
    assertTrue(e.getMessage().contains("clip4j.s3.endpoint is '" + endpoint), e.getMessage());
  }

  @Test
  void isFoundOnTheClassPath() {
    RefusedException e =
        assertThrows(RefusedException.class, () -> ShardSources.standard().check("nothing:a"));
    assertTrue(e.getMessage().contains("s3"), e.getMessage());
  }
}
