package org.clip4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedTest {

  private static final byte[] PLAIN = HttpSourceTest.bytes(4, 200_000);
  private static final byte[] FIRST = Arrays.copyOf(PLAIN, 70_000);
  private static final byte[] REST = Arrays.copyOfRange(PLAIN, 70_000, PLAIN.length);

  @TempDir private Path folder;

  static Stream<byte[]> packed() throws IOException {
    byte[] toSkip = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
    return Stream.of(
        PLAIN,
        gzip(PLAIN),
        join(gzip(FIRST), gzip(REST)),
        Zstd.compress(PLAIN),
        join(Zstd.compress(FIRST), Zstd.compress(REST)),
        join(toSkip, Zstd.compress(PLAIN)));
  }

  @ParameterizedTest
  @MethodSource("packed")
  void isKnownByItsFirstBytes(byte[] stored) throws IOException {
    try (InputStream in = Unpacked.of("a.tar", slow(stored))) {
      assertArrayEquals(PLAIN, in.readAllBytes());
    }
    ShardSources sources = ShardSources.standard();
    String file = Files.write(folder.resolve("a.tar"), stored).toString();
    try (InputStream in = sources.open(file, 150_001)) {
      assertArrayEquals(Arrays.copyOfRange(PLAIN, 150_001, PLAIN.length), in.readAllBytes());
    }
    assertEquals(stored.length, sources.bytesRead());
    try (InputStream in = sources.openStored(file)) {
      assertArrayEquals(stored, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("packed")
  void whatIsCutOffDoesNotLookWhole(byte[] stored) {
    if (!Arrays.equals(stored, PLAIN)) {
      byte[] cut = Arrays.copyOf(stored, stored.length - 9);
      assertThrows(IOException.class, () -> Unpacked.of("a.tar", slow(cut)).readAllBytes());
    }
  }

  static Stream<byte[]> damaged() throws IOException {
    return packed()
        .skip(1)
        .flatMap(
            stored -> {
              byte[] changed = stored.clone();
              Arrays.fill(changed, changed.length / 3, changed.length, (byte) -1);
              byte[] cut = Arrays.copyOf(stored, stored.length * 2 / 3);
              return Stream.of(changed, cut, Arrays.copyOf(stored, stored.length - 3));
            });
  }

  /** Else a resumed run would have other samples of a damaged shard than the run before it. */
  @ParameterizedTest
  @MethodSource("damaged")
  void damageIsMetAtOnePlaceHoweverTheStreamIsRead(byte[] stored) {
    int expected = untilDamage(slow(stored), 1);
    assertTrue(expected > 60_000, () -> expected + " bytes were saved");
    for (int step : new int[] {7, 512, 4096, 5000, 1 << 16, 1 << 20}) {
      assertEquals(expected, untilDamage(new ByteArrayInputStream(stored), step));
      assertEquals(expected, untilDamage(slow(stored), step));
    }
  }

  /** Reads in steps until it fails; returns how far it came. */
  private static int untilDamage(InputStream stored, int step) {
    byte[] bytes = new byte[PLAIN.length + 1];
    int end = 0;
    try (InputStream in = Unpacked.of("a.tar", stored)) {
      int count;
      while ((count = in.read(bytes, end, Math.min(step, bytes.length - end))) >= 0) {
        end += count;
      }
      throw new AssertionError("it looks whole");
    } catch (IOException e) {
      assertNotNull(e.getMessage());
      return end;
    }
  }

  @Test
  void zerosBehindGzipArePassedOver() throws IOException {
    try (InputStream in = Unpacked.of("a.tar", slow(join(gzip(PLAIN), new byte[1500])))) {
      assertArrayEquals(PLAIN, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void theShortestAreThemselves(int size) throws IOException {
    byte[] bytes = Arrays.copyOf(new byte[] {0x1f, 0x1f, 0x28}, size);
    assertArrayEquals(bytes, Unpacked.of("a.tar", slow(bytes)).readAllBytes());
  }

  /** Two hundred megabytes in a few bytes are passed over in little memory. */
  @Test
  void aBombIsOnlyAStream() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    byte[] million = gzip(new byte[1_000_000]);
    for (int i = 0; i < 200; i++) {
      bomb.write(million, 0, million.length);
    }
    try (InputStream in = Unpacked.of("a.tar", slow(bomb.toByteArray()))) {
      in.skipNBytes(200_000_000);
      assertEquals(-1, in.read());
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  /** As from a server: little at once, and nothing known of what is to come. */
  private static InputStream slow(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, 1000));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }
}
