package org.clip4j.data.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server of the protocol. */
class S3SchemeTest {

  private static final byte[] BYTES = TestStore.bytes(1);
  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          3,
          Duration.ofMillis(5),
          Duration.ofMillis(50));

  @TempDir private static Path folder;
  private static TestStore store;
  private static ShardSources source;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    store = new TestStore(folder);
    url = store.put("train/a b.tar", BYTES);
    source = store.sources(QUICK);
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
  }

  @Test
  void readsAnObjectWholeAndFromAByte() throws IOException {
    ShardInfo info = source.info(url);
    assertEquals(BYTES.length, info.size().orElseThrow());
    assertTrue(info.version().isPresent());
    try (InputStream in = source.open(url)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
    try (InputStream in = source.open(url, 2_500_000)) {
      assertArrayEquals(Arrays.copyOfRange(BYTES, 2_500_000, BYTES.length), in.readAllBytes());
    }
  }

  @Test
  void anotherVersionIsNeverJoined() throws IOException {
    try (InputStream in = source.open(store.put("changing.tar", BYTES))) {
      in.readNBytes(1000);
      store.put("changing.tar", TestStore.bytes(2));
      // Large enough a step to be asked for anew.
      in.skipNBytes(1_500_000);
      RefusedException e = assertThrows(RefusedException.class, in::read);
      assertTrue(e.getMessage().contains("has changed"), e.getMessage());
    }
  }

  @Test
  void anotherShardThanWasLookedAtIsNoticed() throws IOException {
    String url = "s3://shards/replaced.tar";
    store.put("replaced.tar", BYTES);
    source.check(url);
    try (InputStream in = source.open(url)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
    store.put("replaced.tar", TestStore.bytes(2));
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
    RefusedException e = assertThrows(RefusedException.class, () -> bad.check(url));
    assertTrue(e.getMessage().startsWith("clip4j.s3.endpoint: expected a"), e.getMessage());
    assertTrue(e.getMessage().endsWith("not '" + endpoint + "'"), e.getMessage());
  }

  /** Found on the class path, and told which server. */
  @Test
  void aRunsSettingsGoBeforeThoseOfTheProcess() throws IOException {
    ShardSources standard = ShardSources.standard();
    ShardSources ours =
        standard.with("s3", Map.of("endpoint", store.way().url(), "anonymous", "true"));
    assertEquals(BYTES.length, ours.info(url).size().orElseThrow());
    try (InputStream in = ours.open(url)) {
      assertArrayEquals(BYTES, in.readAllBytes());
    }
    S3Settings process = new S3Settings(Optional.of("http://elsewhere"), true);
    assertEquals(process, process.with(Map.of()));
    assertEquals(
        new S3Settings(Optional.of("https://here/minio"), false),
        process.with(Map.of("endpoint", "https://here/minio", "anonymous", "false")));
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    ShardSources standard = ShardSources.standard();
    for (Map<String, String> bad :
        List.of(
            Map.of("endpoint", "ftp://127.0.0.1"),
            Map.of("anonymous", "perhaps"),
            Map.of("endpoit", "http://127.0.0.1"))) {
      String name = bad.keySet().iterator().next();
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> standard.with("s3", bad));
      assertTrue(e.getMessage().contains(name), e.getMessage());
    }
  }
}
