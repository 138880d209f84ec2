package org.clip4j.data.s3;

import static org.clip4j.data.s3.FaultyProxy.drop;
import static org.clip4j.data.s3.FaultyProxy.ignoringRanges;
import static org.clip4j.data.s3.FaultyProxy.silent;
import static org.clip4j.data.s3.FaultyProxy.stall;
import static org.clip4j.data.s3.FaultyProxy.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that fails gives the same bytes, or an error that says how: as web servers do. */
@Tag("long")
class S3FaultsTest {

  private static final byte[] BYTES = TestStore.bytes(1);
  private static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          4,
          Duration.ofMillis(2),
          Duration.ofSeconds(1));

  @TempDir private static Path folder;
  private static TestStore store;
  private static FaultyProxy way;
  private static ShardSources source;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    store = new TestStore(folder);
    way = store.way();
    source = store.sources(QUICK);
    url = store.put("a.tar", BYTES);
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
  }

  @BeforeEach
  void mend() {
    way.beginAnew();
  }

  private static byte[] readAll() throws IOException {
    try (InputStream in = source.open(url)) {
      return in.readAllBytes();
    }
  }

  @Test
  void goesOnWhereTheConnectionWasLost() throws IOException {
    way.then(drop(1_000_000), drop(700_000), drop(0));
    assertArrayEquals(BYTES, readAll());
    assertEquals(
        List.of("GET null", "GET bytes=1000000-", "GET bytes=1700000-", "GET bytes=1700000-"),
        way.requests());
  }

  @Test
  void aStoreThatFallsSilentIsAskedAgain() throws IOException {
    way.then(silent(4000), stall(1_000_000, 4000));
    assertArrayEquals(BYTES, readAll());
    assertTrue(way.requests().contains("GET bytes=1000000-"), way.requests().toString());
  }

  @Test
  void aBusyStoreIsAskedAgain() throws IOException {
    way.then(status(503, "SlowDown"), status(500, "InternalError"), status(429, "TooManyRequests"));
    assertArrayEquals(BYTES, readAll());
    assertEquals(4, way.requests().size(), way.requests().toString());
    way.then(status(503, "SlowDown"));
    assertEquals(BYTES.length, store.sources(QUICK).info(url).size().orElseThrow());
  }

  @Test
  void aStoreThatStaysBusyIsGivenUp() {
    way.always(status(503, "SlowDown"));
    IOException e = assertThrows(UnreachableException.class, S3FaultsTest::readAll);
    assertEquals(
        url + ": given up after 4 attempts, at byte 0: the store answered 503", e.getMessage());
    assertEquals(4, way.requests().size(), way.requests().toString());
  }

  @Test
  void halfAShardIsNotTakenForAWholeOne() {
    way.then(drop(1_500_000)).always(drop(100));
    IOException e = assertThrows(UnreachableException.class, S3FaultsTest::readAll);
    assertTrue(
        e.getMessage().startsWith(url + ": given up after 4 attempts, at byte 1500300: "),
        e.getMessage());
  }

  /** Credentials that ran out say nothing of the shard: it is not skipped. */
  @ParameterizedTest
  @CsvSource({
    "400, ExpiredToken, true",
    "401, Unauthorized, true",
    "403, AccessDenied, true",
    "404, NoSuchKey, false",
    "410, Gone, false"
  })
  void whatWillStayIsSaidAtOnce(int status, String code, boolean ofTheReader) throws IOException {
    way.then(status(status, code));
    requireSaid(assertThrows(IOException.class, S3FaultsTest::readAll), status, ofTheReader);
    way.then(drop(1_000_000), status(status, code));
    try (InputStream in = source.open(url)) {
      assertArrayEquals(Arrays.copyOf(BYTES, 1_000_000), in.readNBytes(1_000_000));
      requireSaid(assertThrows(IOException.class, in::read), status, ofTheReader);
    }
    assertEquals(3, way.requests().size(), way.requests().toString());
    ShardSources anew = store.sources(QUICK);
    way.then(status(status, code));
    requireSaid(assertThrows(IOException.class, () -> anew.check(url)), status, ofTheReader);
  }

  private static void requireSaid(IOException e, int status, boolean ofTheReader) {
    Class<?> kind = ofTheReader ? UnreachableException.class : RefusedException.class;
    assertEquals(kind, e.getClass(), e.toString());
    assertTrue(e.getMessage().startsWith(url + ": "), e.getMessage());
    assertTrue(e.getMessage().contains("" + status), e.getMessage());
  }

  @Test
  void theBeginningIsNeverJoinedToTheMiddle() throws IOException {
    way.then(drop(1_000_000)).always(ignoringRanges());
    try (InputStream in = source.open(url)) {
      assertEquals(1_000_000, in.readNBytes(1_000_000).length);
      assertThrows(RefusedException.class, in::read);
    }
  }

  @Test
  void whereNobodyListensIsSaid() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    S3Settings nobody = new S3Settings(Optional.of("http://127.0.0.1:" + port), true);
    ShardSources away = ShardSources.of(List.of(new S3Scheme(nobody, QUICK)));
    IOException e = assertThrows(UnreachableException.class, () -> away.open(url));
    assertTrue(e.getMessage().startsWith(url + ": given up after 4 attempts"), e.getMessage());
    assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
  }
}
