package org.clip4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.ShardSource;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of a server that is away: not waited for as long as shards are. */
@Timeout(60)
class ManifestsBesideTest {

  private static final Duration SHORT = Duration.ofMillis(400);

  /** Hours, as a shard's source may have it. */
  private static final Patience LONG =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          10_000,
          Duration.ofMillis(100),
          Duration.ofSeconds(2));

  private final ShardSources source = ShardSources.of(List.of(ShardSources.http(LONG)));
  private final FaultyServer server = new FaultyServer();
  private final ManifestsBeside manifests = new ManifestsBeside(source, SHORT);
  private ShardManifest.Entry entry;
  private String shard;

  @BeforeEach
  void serve(@TempDir Path folder) throws IOException {
    entry = new ShardManifest.Entry("a.tar", 3, 4, "0".repeat(64));
    ShardManifest.empty().with("a", List.of(entry), Map.of()).write(folder);
    server.serve("/manifest.json", Files.readAllBytes(folder.resolve("manifest.json")));
    shard = server.serve("/a.tar", new byte[4]);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private long asked(String request) {
    return server.requests().stream().filter(r -> r.startsWith(request)).count();
  }

  @Test
  void oneThatDoesNotComeCostsSecondsThoughTheShardIsThere() {
    server.then(
        Collections.nCopies(100, FaultyServer.status(503)).toArray(FaultyServer.Answer[]::new));
    UnreachableException e = assertThrows(UnreachableException.class, () -> manifests.entry(shard));
    assertTrue(e.getMessage().startsWith(server.url("/manifest.json") + ": neither"), e + "");
    assertEquals(1, asked("HEAD /a.tar"), "the shard was looked for");
    long tries = asked("GET /manifest.json");
    assertTrue(tries >= 2 && tries <= 12, tries + " tries");
  }

  /** A server that says nothing is not waited for, and found again by way of the shard. */
  @Test
  void oneThatComesLaterIsRead() throws IOException {
    server.then(FaultyServer.silent(50_000));
    assertEquals(entry, manifests.entry(shard).orElseThrow());
    assertEquals(2, asked("GET /manifest.json"));
    assertEquals(entry, manifests.entry(shard).orElseThrow());
    assertEquals(2, asked("GET /manifest.json"), "it is known");
  }

  @Test
  void oneThatIsNotThereIsAskedForOnce() throws IOException {
    server.remove("/manifest.json");
    assertTrue(manifests.entry(shard).isEmpty());
    assertTrue(manifests.entry(shard).isEmpty());
    assertEquals(1, server.requests().size());
  }

  /** It takes many times as long as nothing may come, but something always does. */
  @Test
  void aLargeOneOnASlowLineIsReadToItsEnd() throws IOException {
    byte[] large = HttpSourceTest.bytes(3, 25 << 14);
    ShardSource slow = name -> new Slow(large);
    assertArrayEquals(large, BriefRead.of(slow, "manifest.json", 1 << 20, SHORT));
    assertEquals(100_000, BriefRead.of(slow, "manifest.json", 100_000, SHORT).length);
  }

  /** Sixteen kilobytes in 60 ms. */
  private static final class Slow extends InputStream {
    private final InputStream in;

    Slow(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read by the block");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        Thread.sleep(60);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return in.read(buffer, offset, length);
    }
  }
}
