package org.clip4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardSourcesTest {

  private static final byte[] BYTES = HttpSourceTest.bytes(1, 3000);

  private final ShardSources sources = ShardSources.standard();

  @TempDir private Path folder;

  @Test
  void pathsAndFileUrlsAreFiles() throws IOException {
    Path file = Files.write(folder.resolve("a b.tar"), BYTES);
    for (String name : List.of(file.toString(), file.toUri().toString())) {
      assertArrayEquals(BYTES, read(sources, name));
      assertEquals(BYTES.length, sources.info(name).size().orElseThrow());
      try (InputStream in = sources.open(name, 2998)) {
        assertEquals(2, in.readAllBytes().length);
      }
      assertThrows(EOFException.class, () -> sources.open(name, 3001));
    }
    assertThrows(NoSuchFileException.class, () -> sources.check(folder.resolve("no").toString()));
    assertThrows(RefusedException.class, () -> sources.check("file:a.tar"));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/a.tar, org.clip4j:clip-s3",
    "pipe:cat a.tar, commands are not run",
    "hdfs://host/a.tar, org.clip4j:clip-spark",
    "abfs://box@host/a.tar, org.clip4j:clip-spark",
    "my-store://host/a.tar, ShardScheme",
    "data:a.tar, ./ before it",
  })
  void anUnknownSchemeNamesWhatWouldReadIt(String name, String hint) {
    RefusedException e = assertThrows(RefusedException.class, () -> sources.check(name));
    assertTrue(e.getMessage().contains(hint), e.getMessage());
    assertTrue(e.getMessage().contains("known are -, file, http, https"), e.getMessage());
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    ShardSources one = ShardSources.of(List.of(new StandardInput(new ByteArrayInputStream(BYTES))));
    one.check("-");
    assertArrayEquals(BYTES, read(one, "-"));
    RefusedException e = assertThrows(RefusedException.class, () -> one.open("-"));
    assertTrue(e.getMessage().contains("only once"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "a.tar, ''",
    "/data/a.tar, ''",
    "C:\\data\\a.tar, ''",
    "./x:a.tar, ''",
    "https://h/a.tar, https",
    "HTTPS://h/a.tar, https",
    "file:///a.tar, file",
    "-, -",
    "--, ''",
  })
  void tellsUrlsFromPaths(String name, String scheme) {
    assertEquals(scheme, ShardUrl.scheme(name));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b.tar, b.tar",
    "https://h/x/b.tar?X=/y, b.tar",
    "b?.tar, b?.tar",
  })
  void namesFiles(String name, String file) {
    assertEquals(file, ShardUrl.fileName(name));
  }

  /** Shards of so many bytes. */
  private record Zeros(int size) implements ShardScheme {
    @Override
    public Set<String> names() {
      return Set.of("mem");
    }

    @Override
    public ShardInfo info(String url) {
      return ShardInfo.UNKNOWN;
    }

    @Override
    public InputStream open(String url, ShardInfo known) {
      return new ByteArrayInputStream(new byte[size]);
    }

    @Override
    public ShardScheme with(Map<String, String> settings) {
      return new Zeros(Integer.parseInt(settings.get("size")));
    }
  }

  @Test
  void settingsGoToTheSchemeOfTheirName() throws IOException {
    ShardSources own = ShardSources.of(List.of(new FileScheme(), new Zeros(0)));
    assertEquals(7, read(own.with("mem", Map.of("size", "7")), "mem:a").length);
    assertEquals(0, read(own, "mem:a").length, "what was there is as it was");
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class, () -> own.with("file", Map.of("speed", "high")));
    assertTrue(none.getMessage().contains("[speed]"), none.getMessage());
    RefusedException e =
        assertThrows(RefusedException.class, () -> own.with("s3", Map.of("endpoint", "http://h")));
    assertTrue(e.getMessage().contains("add the dependency org.clip4j:clip-s3"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 3 bytes of version 2001-09-09T01:46:41Z",
    "4, 0, 4 bytes of version 2001-09-09T01:46:40Z"
  })
  void aFileThatIsReplacedIsNoticed(int size, int later, String found, @TempDir Path folder)
      throws IOException {
    Path file = Files.write(folder.resolve("a.tar"), new byte[3]);
    FileTime then = FileTime.from(Instant.ofEpochSecond(1_000_000_000));
    Files.setLastModifiedTime(file, then);
    for (String name : List.of(file.toString(), file.toUri().toString())) {
      ShardSources sources = ShardSources.standard();
      sources.check(name);
      assertEquals(3, read(sources, name).length);
      Files.write(file, new byte[size]);
      Files.setLastModifiedTime(file, FileTime.from(then.toInstant().plusSeconds(later)));
      UnreachableException e =
          assertThrows(UnreachableException.class, () -> sources.open(name).close());
      assertEquals(
          name
              + ": it was replaced since this run looked at it: it was 3 bytes of version "
              + then
              + ", and is "
              + found
              + "; put the old one back and go on, or begin a new run",
          e.getMessage());
      assertEquals(size, read(ShardSources.standard(), name).length, "another run takes it");
      Files.write(file, new byte[3]);
      Files.setLastModifiedTime(file, then);
      assertEquals(3, read(sources, name).length);
    }
  }

  /** What comes through a pipe changes its time. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  @DisabledOnOs(OS.WINDOWS) // It has no such files.
  void aPipeIsNoReplacedFile(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    ShardSources sources = ShardSources.standard();
    sources.check(pipe.toString());
    for (int pass = 0; pass < 2; pass++) {
      CompletableFuture<Path> written =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Files.write(pipe, new byte[3]);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertEquals(3, read(sources, pipe.toString()).length);
      written.get();
    }
  }

  /** What a scheme of one's own has to write is asked for with what was there. */
  @Test
  void aReplacedShardOfAnOwnSchemeIsNoticed() throws IOException {
    AtomicReference<byte[]> there = new AtomicReference<>(new byte[3]);
    ShardSources own = ShardSources.of(List.of(new Held(there)));
    assertEquals(3, read(own, "held:a").length, "nothing is known of it yet");
    there.set(new byte[4]);
    own.check("held:a");
    assertEquals(4, read(own, "held:a").length);
    there.set(new byte[5]);
    UnreachableException e =
        assertThrows(UnreachableException.class, () -> own.open("held:a").close());
    assertEquals(
        "held:a: it was replaced since this run looked at it: it was 4 bytes, and is 5 bytes; put"
            + " the old one back and go on, or begin a new run",
        e.getMessage());
  }

  /** Shards of what is held now; written with what has to be written alone. */
  private record Held(AtomicReference<byte[]> there) implements ShardScheme {
    @Override
    public Set<String> names() {
      return Set.of("held");
    }

    @Override
    public ShardInfo info(String url) {
      return new ShardInfo(OptionalLong.of(there.get().length), Optional.empty(), false);
    }

    @Override
    public InputStream open(String url, ShardInfo known) throws IOException {
      known.requireStill(url, info(url));
      return new ByteArrayInputStream(there.get());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:9000", "https://h.example/minio/", "http://[::1]:9000"})
  void serversAreUrls(String url) {
    assertEquals(url, ShardUrl.server(url).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:9000",
        "h",
        "/h",
        "http:",
        "http://",
        "http:///h",
        "http://:9000",
        "file:///etc/passwd",
        "ftp://h",
        "jar:http://h!/a",
        "http://h:0",
        "http://h:65536",
        "http://h:-2",
        "http://h?secret",
        "http://h#secret",
        "http://h h",
        "http://h\nHost: x",
        "http://u:secret@h",
        "http://u:sec ret@h",
      })
  void whatIsNoServerIsRefused(String url) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ShardUrl.server(url));
    assertTrue(e.getMessage().startsWith("expected a server's URL"), e.getMessage());
    boolean told = e.getMessage().contains("secret") && !url.contains("#");
    assertTrue(!told && !e.getMessage().contains("\n"), e.getMessage());
  }

  private static byte[] read(ShardSources sources, String name) throws IOException {
    try (InputStream in = sources.open(name)) {
      return in.readAllBytes();
    }
  }
}
