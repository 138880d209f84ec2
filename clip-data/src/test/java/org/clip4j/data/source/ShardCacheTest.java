package org.clip4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardCacheTest {

  private static final byte[] BYTES = HttpSourceTest.bytes(7, 100_000);
  private static final int FOOTER = 84;
  private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

  private final FaultyServer server = new FaultyServer();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  /** As another run would: nothing is known of the server yet. */
  private ShardSources run(long maxBytes) throws IOException {
    return HttpSourceTest.source().cachedIn(folder, maxBytes);
  }

  private byte[] read(String url) throws IOException {
    return read(run(1 << 20), url);
  }

  private static byte[] read(ShardSources source, String url) throws IOException {
    try (InputStream in = source.open(url)) {
      return in.readAllBytes();
    }
  }

  private long gets() {
    return server.requests().stream().filter(r -> r.startsWith("GET")).count();
  }

  private List<Path> files(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(end)).sorted().toList();
    }
  }

  @Test
  void aShardIsFetchedOnce() throws IOException {
    String url = server.serve("/a", BYTES);
    server.then(FaultyServer.drop(40_000));
    assertArrayEquals(BYTES, read(url));
    assertEquals(2, gets());
    assertArrayEquals(BYTES, read(url));
    try (InputStream in = run(1 << 20).open(url, 99_990)) {
      assertEquals(10, in.readAllBytes().length);
    }
    assertEquals(2, gets());
    assertEquals(List.of(), files(".part"));
  }

  /** A tar reader stops at the end marker. */
  @Test
  void aShardReadAlmostToItsEndIsKeptAndOthersAreNot() throws IOException {
    byte[] large = HttpSourceTest.bytes(8, 1_500_000);
    String url = server.serve("/a", large);
    ShardSources source = run(1 << 22);
    try (InputStream in = source.open(url)) {
      in.readNBytes(100);
    }
    assertEquals(List.of(), files(".shard"));
    assertEquals(List.of(), files(".part"));
    try (InputStream in = source.open(url)) {
      in.skipNBytes(1_499_000);
    }
    assertEquals(1, files(".shard").size());
    assertArrayEquals(large, read(source, url));
    assertEquals(2, gets());
  }

  @Test
  void anotherVersionIsFetchedAnew() throws IOException {
    String url = server.serve("/a", new FaultyServer.Served(BYTES, "\"1\"", DATE));
    read(url);
    byte[] other = HttpSourceTest.bytes(9, BYTES.length);
    server.serve("/a", new FaultyServer.Served(other, "\"2\"", DATE));
    assertArrayEquals(other, read(url));
    assertArrayEquals(other, read(url));
    assertEquals(2, gets());
    assertEquals(1, files(".shard").size());
    byte[] third = HttpSourceTest.bytes(10, BYTES.length - 5);
    server.serve("/a", new FaultyServer.Served(third, "\"3\"", DATE));
    assertArrayEquals(third, read(url), "though the second was verified in this process");
  }

  /** What a run has a copy of stays as it was; what it has none of yet is noticed. */
  @Test
  void aRunKeepsTheShardsThatItLookedAt() throws IOException {
    String first = server.serve("/a", new FaultyServer.Served(BYTES, "\"1\"", DATE));
    String second = server.serve("/b", new FaultyServer.Served(BYTES, "\"1\"", DATE));
    ShardSources run = run(1 << 20);
    run.checkAll(List.of(first, second));
    read(run, first);
    byte[] other = HttpSourceTest.bytes(9, BYTES.length);
    server.serve("/a", new FaultyServer.Served(other, "\"2\"", DATE));
    server.serve("/b", new FaultyServer.Served(other, "\"2\"", DATE));
    assertArrayEquals(BYTES, read(run, first));
    assertThrows(UnreachableException.class, () -> read(run, second));
    assertEquals(List.of(), files(".part"));
  }

  @Test
  void aCopyThatCannotBeReadIsAsNone() throws IOException {
    String url = server.serve("/a", BYTES);
    read(url);
    Path copy = files(".shard").get(0);
    Files.delete(copy);
    Files.createDirectories(copy.resolve("in the way"));
    assertArrayEquals(BYTES, read(url));
    assertEquals(List.of(), files(".part"));
  }

  @Test
  void damagedAndHalfFilesAreNeverServed() throws IOException {
    String url = server.serve("/a", BYTES);
    read(url);
    Path copy = files(".shard").get(0);
    byte[] whole = Files.readAllBytes(copy);
    for (int at : new int[] {0, BYTES.length - 1, BYTES.length, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      replace(copy, damaged);
      assertArrayEquals(BYTES, read(url), "at " + at);
    }
    replace(copy, java.util.Arrays.copyOf(whole, 50_000));
    assertArrayEquals(BYTES, read(url));
    assertEquals(6, gets());
  }

  /** As a new file: what was verified in this process is trusted. */
  private void replace(Path copy, byte[] bytes) throws IOException {
    Path other = Files.write(folder.resolve("other"), bytes);
    Files.move(other, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws IOException {
    ShardSources source = run(3L * (BYTES.length + FOOTER));
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      urls.add(server.serve("/" + i, HttpSourceTest.bytes(i, BYTES.length)));
    }
    for (int i = 0; i < 3; i++) {
      read(source, urls.get(i));
      for (Path file : files(".shard")) {
        // Whole seconds apart, as some file systems count.
        Files.setLastModifiedTime(
            file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - 10_000));
      }
    }
    read(source, urls.get(0));
    read(source, urls.get(3));
    long before = gets();
    assertEquals(4, before);
    read(source, urls.get(0));
    read(source, urls.get(2));
    assertEquals(before, gets());
    read(source, urls.get(1));
    assertEquals(before + 1, gets());
    long taken = 0;
    for (Path file : files(".shard")) {
      taken += Files.size(file);
    }
    assertEquals(3L * (BYTES.length + FOOTER), taken);
  }

  @Test
  void whatIsLargerThanTheLimitIsReadPast() throws IOException {
    String url = server.serve("/a", BYTES);
    ShardSources source = run(BYTES.length + FOOTER - 1);
    assertArrayEquals(BYTES, read(source, url));
    assertArrayEquals(BYTES, read(source, url));
    assertEquals(2, gets());
    assertEquals(List.of(), files(".shard"));
  }

  @Test
  void whatHasNoVersionIsReadPast() throws IOException {
    String url = server.serve("/a", new FaultyServer.Served(BYTES, null, null));
    assertArrayEquals(BYTES, read(url));
    assertArrayEquals(BYTES, read(url));
    assertEquals(2, gets());
  }

  @Test
  void aCopyUnderWayTakesItsRoom() throws IOException {
    String a = server.serve("/a", BYTES);
    String b = server.serve("/b", HttpSourceTest.bytes(1, BYTES.length));
    ShardSources source = run(BYTES.length + FOOTER);
    try (InputStream in = source.open(a)) {
      in.readNBytes(10);
      read(source, b);
      assertEquals(List.of(), files(".shard"));
      assertArrayEquals(java.util.Arrays.copyOfRange(BYTES, 10, BYTES.length), in.readAllBytes());
    }
    assertEquals(1, files(".shard").size());
  }

  @Test
  void whatAKilledProcessLeftGoes() throws IOException {
    Path dead = Files.write(folder.resolve("x.part"), new byte[500_000]);
    read(server.serve("/a", BYTES));
    assertTrue(Files.notExists(dead));
  }

  @Test
  void whatAnotherProcessWritesStays() throws Exception {
    Path alive = Files.write(folder.resolve("x.part"), new byte[10]);
    Process other = new OtherProcess().lock(alive);
    try {
      read(server.serve("/a", BYTES));
      assertTrue(Files.exists(alive));
    } finally {
      other.destroyForcibly().waitFor();
    }
    read(server.serve("/b", BYTES));
    assertTrue(Files.notExists(alive));
  }

  @Test
  void severalReadersOfOneShardEachGetItWhole() throws IOException {
    String url = server.serve("/a", BYTES);
    List<CompletableFuture<byte[]>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return read(url);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    for (CompletableFuture<byte[]> reader : readers) {
      assertArrayEquals(BYTES, reader.join());
    }
    assertEquals(1, files(".shard").size());
    assertEquals(List.of(), files(".part"));
  }

  @Test
  void aCacheOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> run(0));
  }

  /** A Java machine of its own that locks a file until it is killed. */
  static final class OtherProcess {

    Process lock(Path file) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OtherProcess.class.getName(),
                  file.toString())
              .redirectErrorStream(true)
              .start();
      assertEquals('!', process.getInputStream().read());
      return process;
    }

    public static void main(String[] args) throws Exception {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.print(lock.isValid() ? "!" : "?");
        System.out.flush();
        Thread.sleep(60_000);
      }
    }
  }
}
