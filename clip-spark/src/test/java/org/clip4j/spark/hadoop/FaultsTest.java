package org.clip4j.spark.hadoop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.clip4j.data.source.Patience;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.UnreachableException;
import org.clip4j.spark.hadoop.FaultyFileSystem.Fault;
import org.clip4j.spark.hadoop.FaultyFileSystem.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file system of Hadoop's that fails: which, core-site.xml says. */
class FaultsTest {

  private static final byte[] BYTES = Pairs.bytes(1);

  @TempDir private Path folder;
  private String url;

  @BeforeEach
  void write() throws IOException {
    FaultyFileSystem.end = new CountDownLatch(1);
    FaultyFileSystem.hanging = new CountDownLatch(1);
    url = "faulty://" + Files.write(folder.resolve("a b%20.tar"), BYTES);
  }

  /** However it ended, what was opened is closed. */
  @AfterEach
  void nothingIsLeftOpen() throws InterruptedException {
    FaultyFileSystem.end.countDown();
    FaultyFileSystem.FAULTS.clear();
    for (int i = 0; i < 10_000 && FaultyFileSystem.OPEN.get() > 0; i++) {
      Thread.sleep(5);
    }
    assertEquals(0, FaultyFileSystem.OPEN.get());
  }

  private static ShardSources source(Patience patience) {
    return ShardSources.of(List.of(new HadoopScheme(Set.of("faulty"), patience)));
  }

  private static Patience waiting(Duration stall, int attempts) {
    return new Patience(
        Pairs.QUICK.connect(),
        stall,
        attempts,
        Pairs.QUICK.firstDelay(),
        Pairs.QUICK.longestDelay());
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhereItStood(Kind kind) throws IOException {
    Patience patience = kind == Kind.HANGS ? waiting(Duration.ofSeconds(1), 12) : Pairs.QUICK;
    ShardSources source = source(patience);
    for (int after : new int[] {0, 1, 1_000_000}) {
      FaultyFileSystem.FAULTS.add(new Fault(kind, kind == Kind.GIVES_LITTLE ? 4097 : after));
    }
    assertArrayEquals(BYTES, Pairs.read(source, url));
    boolean met = kind == Kind.GIVES_LITTLE || FaultyFileSystem.FAULTS.isEmpty();
    assertTrue(met, "all faults are met");
  }

  @Test
  void beginsInTheMiddle() throws IOException {
    FaultyFileSystem.FAULTS.add(new Fault(Kind.DROPS, 0));
    FaultyFileSystem.FAULTS.add(new Fault(Kind.DROPS, 1000));
    try (InputStream in = source(Pairs.QUICK).open(url, 2_500_000)) {
      assertArrayEquals(Arrays.copyOfRange(BYTES, 2_500_000, BYTES.length), in.readAllBytes());
    }
    assertTrue(FaultyFileSystem.FAULTS.isEmpty(), "both faults are met");
  }

  @Test
  void anotherShardThanWasLookedAtIsNoticed() throws IOException {
    ShardSources source = source(Pairs.QUICK);
    source.check(url);
    assertArrayEquals(BYTES, Pairs.read(source, url));
    Path file = folder.resolve("a b%20.tar");
    Files.write(file, Arrays.copyOf(BYTES, BYTES.length - 1));
    IOException e = assertThrows(UnreachableException.class, () -> Pairs.read(source, url));
    assertTrue(e.getMessage().startsWith(url + ": it was replaced since"), e.getMessage());
  }

  @Test
  void whatHangsForEverIsGivenUp() throws IOException {
    ShardSources source = source(waiting(Duration.ofMillis(200), 2));
    String hangs = "faulty://" + Files.write(folder.resolve("hangs.tar"), BYTES);
    IOException e = assertThrows(UnreachableException.class, () -> source.check(hangs));
    assertTrue(
        e.getMessage().startsWith(hangs + ": given up after 2 attempts, at byte 0: "),
        e.getMessage());
    assertTrue(e.getMessage().contains("gave nothing for"), e.getMessage());
  }

  @Test
  void anInterruptEndsWhatHangs() throws Exception {
    FaultyFileSystem.FAULTS.add(new Fault(Kind.HANGS, 1000));
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                Pairs.read(source(waiting(Duration.ofDays(1), 2)), url);
              } catch (IOException e) {
                ended.set(e);
              }
            });
    reader.start();
    FaultyFileSystem.hanging.await();
    reader.interrupt();
    reader.join(Duration.ofMinutes(5).toMillis());
    assertFalse(reader.isAlive());
    assertInstanceOf(InterruptedIOException.class, ended.get());
  }

  @Test
  void batchesAreThoseOfFiles() throws IOException {
    List<String> files = Pairs.write(folder.resolve("pairs")).stream().map(Path::toString).toList();
    List<String> expected = Pairs.batches(files, ShardSources.standard(), 11);
    for (int i = 0; i < 30; i++) {
      FaultyFileSystem.FAULTS.add(
          new Fault(i % 2 == 0 ? Kind.DROPS : Kind.ENDS_EARLY, 700 * (i % 7)));
    }
    List<String> urls = files.stream().map(file -> "faulty://" + file).toList();
    assertEquals(expected, Pairs.batches(urls, source(waiting(Pairs.QUICK.stall(), 40)), 11));
    assertTrue(FaultyFileSystem.FAULTS.isEmpty(), "all faults are met");
  }
}
