package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes: a picture within the limit, or an exception that names the sample. */
class HostileWebpTest {
  private static final int MOST_PIXELS = 300_000;
  private static final Map<String, byte[]> FILES = files();
  private static final List<String> NAMES =
      FILES.keySet().stream().filter(name -> name.endsWith(".webp")).toList();

  private static Map<String, byte[]> files() {
    try {
      return Resources.zip("webp.zip");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] file(int number) {
    return FILES.get(NAMES.get(number % NAMES.size())).clone();
  }

  /** Whether it is a picture. */
  private static boolean survives(byte[] file) {
    try {
      DecodedImage image = ImageDecoder.decodeKeepingMode(file, "shard-3/cat", MOST_PIXELS);
      assertTrue((long) image.width() * image.height() <= MOST_PIXELS);
      return true;
    } catch (ImageFormatException e) {
      assertTrue(e.getMessage().startsWith("shard-3/cat: "), e.getMessage());
      assertFalse(e.getCause() instanceof OutOfMemoryError, e.getMessage());
      return false;
    }
  }

  @Property(tries = 300)
  void truncated(@ForAll @IntRange(min = 0, max = 9999) int number, @ForAll Random random) {
    byte[] whole = file(number);
    byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
    assertFalse(survives(cut));
    if (cut.length >= 20) {
      // Now the container claims that this is all.
      ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(4, cut.length - 8);
      survives(cut);
    }
  }

  /** The container and its chunk end where the bytes do, so that only the frame itself is short. */
  @Property(tries = 300)
  void truncatedFrame(@ForAll @IntRange(min = 0, max = 9999) int number, @ForAll Random random) {
    byte[] whole = file(number);
    if (whole[15] != 'X') {
      byte[] cut = Arrays.copyOf(whole, 20 + random.nextInt(Math.max(1, whole.length - 24)));
      ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(4, cut.length - 8);
      ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(16, cut.length - 20);
      survives(cut);
    }
  }

  @Property(tries = 1500)
  void flippedBits(
      @ForAll @IntRange(min = 0, max = 9999) int number,
      @ForAll @IntRange(min = 1, max = 6) int flips,
      @ForAll Random random) {
    byte[] damaged = file(number);
    for (int i = 0; i < flips; i++) {
      // Half of them in the headers, where they do most harm.
      int span = random.nextBoolean() ? Math.min(80, damaged.length) : damaged.length;
      damaged[random.nextInt(span)] ^= (byte) (1 << random.nextInt(8));
    }
    survives(damaged);
  }

  @Property(tries = 500)
  void overwrittenNumbers(
      @ForAll @IntRange(min = 0, max = 9999) int number, @ForAll int value, @ForAll Random random) {
    byte[] damaged = file(number);
    int at = random.nextInt(Math.min(100, damaged.length - 4));
    ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    survives(damaged);
  }

  @Property(tries = 500)
  void noiseInAFrame(@ForAll @Size(max = 400) byte[] noise, @ForAll Random random) {
    boolean lossless = random.nextBoolean();
    byte[] head =
        lossless
            ? new byte[] {0x2f, 99, (byte) 0xc0, 0x18, 0}
            : new byte[] {0x50, 1, 0, (byte) 0x9d, 1, 0x2a, 100, 0, 100, 0};
    ByteBuffer file = ByteBuffer.allocate(20 + head.length + noise.length);
    file.order(ByteOrder.LITTLE_ENDIAN).put(ascii("RIFF")).putInt(file.capacity() - 8);
    file.put(ascii(lossless ? "WEBPVP8L" : "WEBPVP8 ")).putInt(head.length + noise.length);
    survives(file.put(head).put(noise).array());
  }

  @Property(tries = 20)
  void chunksInChunks(@ForAll @IntRange(min = 1, max = 20_000) int depth) {
    int canvas = 18;
    ByteBuffer file = ByteBuffer.allocate(12 + canvas + 24 * depth);
    file.order(ByteOrder.LITTLE_ENDIAN).put(ascii("RIFF")).putInt(file.capacity() - 8);
    file.put(ascii("WEBPVP8X")).putInt(10).put((byte) 2).position(12 + canvas);
    while (file.hasRemaining()) {
      file.put(ascii("ANMF")).putInt(file.remaining() - 4).position(file.position() + 16);
    }
    assertFalse(survives(file.array()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
