package org.clip4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
@net.jqwik.api.Tag("long")
class HttpSourceTest {

  private static final String PATH = "/shards/a.tar";
  private static final String ETAG = "\"one\"";
  private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";
  private static final String OTHER_DATE = "Fri, 02 Jan 2026 00:00:00 GMT";
  private static final byte[] BYTES = bytes(1, 300_000);

  private final FaultyServer server = new FaultyServer();
  private final ShardSources source = source();
  private String url;

  static ShardSources source() {
    Patience quick =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(400),
            4,
            Duration.ofMillis(2),
            Duration.ofSeconds(2));
    return ShardSources.of(List.of(new FileScheme(), ShardSources.http(quick)));
  }

  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void serve() {
    url = server.serve(PATH, new FaultyServer.Served(BYTES, ETAG, DATE));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private byte[] readAll() throws IOException {
    try (InputStream in = source.open(url)) {
      return in.readAllBytes();
    }
  }

  private static String range(int from) {
    return "GET " + PATH + " bytes=" + from + "- " + ETAG;
  }

  @Test
  void aHealthyServerIsAskedOnce() throws IOException {
    assertArrayEquals(BYTES, readAll());
    assertEquals(List.of("GET " + PATH + " null null"), server.requests());
  }

  @Test
  void goesOnWhereTheConnectionWasLost() throws IOException {
    server.then(FaultyServer.drop(100_000), FaultyServer.drop(50_001), FaultyServer.drop(0));
    assertArrayEquals(BYTES, readAll());
    assertEquals(
        List.of(range(100_000), range(150_001), range(150_001)), server.requests().subList(1, 4));
  }

  @Property(tries = 25)
  void anyLostConnectionsGiveTheSameBytes(
      @ForAll @Size(max = 12) List<@IntRange(max = 100_000) Integer> drops, @ForAll boolean ranges)
      throws IOException {
    try (FaultyServer own = new FaultyServer()) {
      String there = own.serve(PATH, BYTES);
      int done = 0;
      for (int drop : drops) {
        // Three in a row without progress would be one too many.
        done += Math.max(drop, 1 << 16);
        own.then(
            ranges
                ? FaultyServer.drop(Math.max(drop, 1 << 16))
                : FaultyServer.ignoringRanges(done));
      }
      own.always(ranges ? FaultyServer::whole : FaultyServer.ignoringRanges(Integer.MAX_VALUE));
      try (InputStream in = source().open(there)) {
        assertArrayEquals(BYTES, in.readAllBytes());
      }
    }
  }

  @Test
  void aServerThatFallsSilentIsAskedAgain() throws IOException {
    server.then(FaultyServer.silent(1500), FaultyServer.stall(70_000, 1500));
    assertArrayEquals(BYTES, readAll());
    assertEquals(range(70_000), server.requests().get(2));
  }

  @Test
  void aBusyServerIsAskedAgainWhenItSays() throws IOException {
    server.then(
        FaultyServer.status(503),
        FaultyServer.status(429, "Retry-After", "1"),
        FaultyServer.status(500));
    long begun = System.nanoTime();
    assertArrayEquals(BYTES, readAll());
    assertTrue(System.nanoTime() - begun >= 1_000_000_000L, "waited as asked to");
    assertEquals(4, server.requests().size());
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    server.always(FaultyServer.status(503));
    IOException e = assertThrows(UnreachableException.class, this::readAll);
    assertEquals(
        url + ": given up after 4 attempts, at byte 0: the server answered 503", e.getMessage());
    assertEquals(4, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void whatWillStayIsSaidAtOnce(int status) {
    server.then(FaultyServer.status(status));
    IOException e = assertThrows(IOException.class, this::readAll);
    boolean ofTheShard = status != 401 && status != 403;
    assertEquals(ofTheShard, e instanceof RefusedException, "who may read says nothing of it");
    assertEquals(!ofTheShard, e instanceof UnreachableException);
    assertTrue(
        e.getMessage().startsWith(url) && e.getMessage().contains("" + status), e.getMessage());
    assertEquals(1, server.requests().size());
  }

  @Test
  void halfAShardIsNotTakenForAWholeOne() {
    server.always(FaultyServer.ignoringRanges(BYTES.length / 2));
    IOException e = assertThrows(IOException.class, this::readAll);
    assertTrue(e.getMessage().contains("at byte 150000"), e.getMessage());
  }

  @Test
  void aServerWithoutRangesIsReadAgain() throws IOException {
    server.then(FaultyServer.ignoringRanges(120_000), FaultyServer.ignoringRanges(200_000));
    server.always(FaultyServer.ignoringRanges(Integer.MAX_VALUE));
    assertArrayEquals(BYTES, readAll());
    assertEquals(range(200_000), server.requests().get(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherVersionIsNeverJoined(boolean ranges) throws IOException {
    server.then(FaultyServer.drop(100_000));
    server.always(ranges ? FaultyServer::whole : FaultyServer.ignoringRanges(Integer.MAX_VALUE));
    try (InputStream in = source.open(url)) {
      assertArrayEquals(Arrays.copyOf(BYTES, 100_000), in.readNBytes(100_000));
      server.serve(PATH, new FaultyServer.Served(bytes(2, BYTES.length), "\"two\"", DATE));
      RefusedException e = assertThrows(RefusedException.class, in::read);
      assertTrue(e.getMessage().contains("has changed"), e.getMessage());
    }
  }

  /** A server that answers a part of another version, whatever the condition was. */
  @Test
  void aPartOfAnotherVersionIsNeverJoined() throws IOException {
    server.then(FaultyServer.drop(100_000));
    server.always(FaultyServer::withoutConditions);
    try (InputStream in = source.open(url)) {
      assertEquals(100_000, in.readNBytes(100_000).length);
      server.serve(PATH, new FaultyServer.Served(bytes(2, BYTES.length), "\"two\"", DATE));
      assertThrows(RefusedException.class, in::read);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "\"two\", 300000, 300000 bytes of version \"two\"",
    "\"one\", 299999, 299999 bytes of version \"one\"",
    ", 300000, '300000 bytes of version " + OTHER_DATE + "'",
  })
  void anotherShardThanWasLookedAtIsNoticed(String etag, int size, String found)
      throws IOException {
    if (etag == null) {
      server.serve(PATH, new FaultyServer.Served(BYTES, null, DATE));
    }
    source.check(url);
    assertArrayEquals(BYTES, readAll());
    server.serve(PATH, new FaultyServer.Served(bytes(2, size), etag, OTHER_DATE));
    UnreachableException e = assertThrows(UnreachableException.class, this::readAll);
    assertEquals(
        url
            + ": it was replaced since this run looked at it: it was 300000 bytes of version "
            + (etag == null ? DATE : ETAG)
            + ", and is "
            + found
            + "; put the old one back and go on, or begin a new run",
        e.getMessage());
    server.serve(PATH, new FaultyServer.Served(BYTES, etag == null ? null : ETAG, DATE));
    assertArrayEquals(BYTES, readAll());
    // Another run, which has not looked yet, takes what is there.
    server.serve(PATH, new FaultyServer.Served(bytes(2, size), etag, OTHER_DATE));
    try (InputStream in = source().open(url)) {
      assertEquals(size, in.readAllBytes().length);
    }
  }

  @Test
  void withoutAVersionNothingIsJoined() {
    server.serve(PATH, new FaultyServer.Served(BYTES, null, null));
    server.then(FaultyServer.drop(100_000));
    RefusedException e = assertThrows(RefusedException.class, this::readAll);
    assertTrue(e.getMessage().contains("no version"), e.getMessage());
  }

  @Test
  void theDateStandsForAWeakETag() throws IOException {
    server.serve(PATH, new FaultyServer.Served(BYTES, "W/\"weak\"", DATE));
    server.then(FaultyServer.drop(100_000));
    assertArrayEquals(BYTES, readAll());
    assertEquals("GET " + PATH + " bytes=100000- " + DATE, server.requests().get(1));
  }

  @Test
  void anotherPartThanAskedForIsAskedForAgain() throws IOException {
    server.then(FaultyServer.drop(100_000), HttpSourceTest::theFirstTenBytes);
    assertArrayEquals(BYTES, readAll());
    server.then(FaultyServer.drop(100_000));
    server.always(HttpSourceTest::theFirstTenBytes);
    UnreachableException e = assertThrows(UnreachableException.class, this::readAll);
    assertTrue(e.getMessage().contains("another part"), e.getMessage());
  }

  private static void theFirstTenBytes(HttpExchange exchange, FaultyServer.Served file)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/" + BYTES.length);
    exchange.sendResponseHeaders(206, 10);
    exchange.getResponseBody().write(BYTES, 0, 10);
  }

  @Test
  void redirectsAreFollowedInTheMiddleToo() throws IOException {
    FaultyServer.Answer redirect = FaultyServer.status(302, "Location", server.url("/b"));
    server.serve("/b", new FaultyServer.Served(BYTES, ETAG, DATE));
    server.then(redirect, FaultyServer.drop(100_000), redirect);
    assertArrayEquals(BYTES, readAll());
    assertEquals("GET /b bytes=100000- " + ETAG, server.requests().get(3));
  }

  @Test
  void aLargeSkipAsksForWhatLiesBehind() throws IOException {
    byte[] large = bytes(3, 5_000_000);
    url = server.serve(PATH, new FaultyServer.Served(large, ETAG, DATE));
    try (InputStream in = source.open(url)) {
      assertEquals(large[0] & 0xff, in.read());
      in.skipNBytes(10);
      assertEquals(large[11] & 0xff, in.read());
      in.skipNBytes(3_000_000);
      assertArrayEquals(Arrays.copyOfRange(large, 3_000_012, 5_000_000), in.readAllBytes());
      assertEquals(0, in.skip(5));
    }
    assertEquals(List.of(range(3_000_012)), server.requests().subList(1, 2));
    try (InputStream in = source.open(url, 4_000_000)) {
      assertArrayEquals(Arrays.copyOfRange(large, 4_000_000, 5_000_000), in.readAllBytes());
    }
    EOFException e = assertThrows(EOFException.class, () -> source.open(url, 5_000_001));
    assertTrue(e.getMessage().contains("shorter"), e.getMessage());
  }

  @Test
  void saysWhatIsThereAndAsksOnce() throws IOException {
    ShardInfo expected = new ShardInfo(OptionalLong.of(BYTES.length), Optional.of(ETAG), true);
    assertEquals(expected, source.info(url));
    assertEquals(expected, source.info(url));
    assertEquals(List.of("HEAD " + PATH + " null null"), server.requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 405, 501})
  void whereHeadIsNotAllowedAFirstByteSaysTheSame(int status) throws IOException {
    server.always(
        (exchange, file) -> {
          if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
          } else {
            partOfOneByte(exchange);
          }
        });
    assertEquals(
        new ShardInfo(OptionalLong.of(BYTES.length), Optional.of(ETAG), true), source.info(url));
  }

  private static void partOfOneByte(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("ETag", ETAG);
    exchange.getResponseHeaders().add("Content-Range", "bytes 0-0/" + BYTES.length);
    exchange.sendResponseHeaders(206, 1);
    exchange.getResponseBody().write(BYTES[0]);
  }

  @Test
  void theFirstOfManyThatIsNotThereIsNamed() {
    List<String> urls = List.of(url, server.url("/gone-1.tar"), server.url("/gone-2.tar"));
    RefusedException e = assertThrows(RefusedException.class, () -> source.checkAll(urls));
    assertTrue(e.getMessage().contains("/gone-1.tar: no such file"), e.getMessage());
  }

  @Test
  void whatIsNoUrlIsSaid() {
    for (String bad : List.of("http://host/a b.tar", "http:///a.tar", "https://me:word@host/a")) {
      RefusedException e = assertThrows(RefusedException.class, () -> source.open(bad));
      assertTrue(!e.getMessage().contains("word"), e.getMessage());
    }
  }

  @Test
  void aSignatureIsNotShown() {
    server.then(FaultyServer.status(404));
    RefusedException e =
        assertThrows(RefusedException.class, () -> source.open(url + "?signature=secret"));
    assertTrue(e.getMessage().startsWith(url + "?...: "), e.getMessage());
  }
}
