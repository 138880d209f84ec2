package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.clip4j.data.webdataset.Tars.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives that lie: whatever their headers claim, reading takes memory for what is there, comes to
 * an end, and ends in samples or in its own exception.
 */
class HostileTarTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A member of up to 1 MiB gets its array at once; the rest is buffers and strings. */
  private static final long MOST_ALLOCATED = 6L << 20;

  private static final long MOST_NANOS = 5_000_000_000L;

  private static final List<String> ARCHIVES =
      List.of("ustar.tar", "gnu.tar", "pax.tar", "sparse-gnu.tar", "sparse-pax.tar");

  private static final List<String> NAMES =
      List.of(
          "../../outside.txt",
          "/etc/passwd.txt",
          "a/../../b.jpg",
          "C:\\x.txt",
          "\\\\host\\share.txt",
          "nul\0hidden.txt",
          "..",
          ".",
          "/",
          "",
          "x".repeat(100));

  private static final List<String> PAX =
      List.of(
          "size=9223372036854775807",
          "size=99999999999999999999",
          "size=-1",
          "GNU.sparse.major=1\n22 GNU.sparse.minor=0\n",
          "GNU.sparse.numblocks=2147483647",
          "GNU.sparse.size=9223372036854775807",
          "GNU.sparse.realsize=9223372036854775807",
          "GNU.sparse.map=0,9223372036854775807",
          "path=../../../outside.txt",
          "linkpath=/etc/passwd",
          "mtime=1e999999999",
          "uid=-9223372036854775808",
          "SCHILY.devmajor=x");

  /** Reads everything, and holds what this costs against what is allowed. */
  private static Outcome read(byte[] tar) throws IOException {
    long thread = Thread.currentThread().getId();
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long begun = System.nanoTime();
    Outcome outcome = Tars.readAll(tar);
    long nanos = System.nanoTime() - begun;
    allocated = THREADS.getThreadAllocatedBytes(thread) - allocated;
    assertTrue(allocated < MOST_ALLOCATED, () -> "allocated for " + tar.length + " bytes");
    assertTrue(nanos < MOST_NANOS, () -> nanos + " ns");
    outcome
        .failure()
        .ifPresent(
            e -> {
              assertTrue(e.getMessage().startsWith("shard shard-7.tar: "), e.getMessage());
              assertEquals(1, e.getMessage().lines().count(), e.getMessage());
              assertTrue(e.getMessage().length() < 5000, e.getMessage());
            });
    return outcome;
  }

  @Test
  void theMeasureSeesAllocations() {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    byte[] large = new byte[1 << 23];
    assertTrue(THREADS.getThreadAllocatedBytes(thread) - before >= large.length);
  }

  /** Fields of headers get values that harm, with their checksums right. */
  @Property(tries = 1500)
  void lyingHeaders(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 4) int which,
      @ForAll @IntRange(min = 1, max = 4) int lies)
      throws IOException {
    byte[] tar = Tars.resource(ARCHIVES.get(which));
    Random random = new Random(seed);
    for (int i = 0; i < lies; i++) {
      int record = header(tar, random);
      lie(tar, record, random);
      ShardReaderTest.repairChecksum(tar, record);
    }
    read(random.nextInt(4) == 0 ? Arrays.copyOf(tar, random.nextInt(tar.length)) : tar);
  }

  /** Bytes anywhere get other values, checksums right or not. */
  @Property(tries = 1000)
  void flippedBytes(@ForAll long seed, @ForAll @IntRange(min = 0, max = 4) int which)
      throws IOException {
    byte[] tar = Tars.resource(ARCHIVES.get(which));
    Random random = new Random(seed);
    for (int i = random.nextInt(8); i >= 0; i--) {
      int record = random.nextInt(tar.length / 512) * 512;
      tar[record + random.nextInt(512)] = (byte) random.nextInt();
      if (random.nextBoolean()) {
        ShardReaderTest.repairChecksum(tar, record);
      }
    }
    read(tar);
  }

  /** Pax records of any length that they like to claim. */
  @Property(tries = 500)
  void lyingPaxRecords(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder records = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String record = PAX.get(random.nextInt(PAX.size()));
      long length =
          switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> Integer.MAX_VALUE - random.nextInt(3);
            case 2 -> random.nextInt(40);
            default -> record.length() + 2 + Integer.toString(record.length() + 4).length();
          };
      records.append(length).append(' ').append(record).append('\n');
    }
    byte type =
        random.nextBoolean()
            ? TarConstants.LF_PAX_EXTENDED_HEADER_LC
            : TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER;
    byte[] content = records.toString().getBytes(StandardCharsets.UTF_8);
    byte[] tar =
        new Tars()
            .member("p", TarConstants.LF_NORMAL, content)
            .member("a.txt", "1")
            .member("b.txt", "2")
            .whole();
    tar[156] = type; // The library does not write global ones with a content.
    ShardReaderTest.repairChecksum(tar, 0);
    for (String key : read(tar).samples()) {
      assertFalse(key.isEmpty());
    }
  }

  private static int header(byte[] tar, Random random) {
    int record;
    do {
      record = random.nextInt(tar.length / 512) * 512;
    } while (tar[record + 257] != 'u' && random.nextInt(20) > 0);
    return record;
  }

  private static void lie(byte[] tar, int record, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> put(tar, record, NAMES.get(random.nextInt(NAMES.size())), 100);
      case 1 -> put(tar, record + 157, NAMES.get(random.nextInt(NAMES.size())), 100);
      case 2 -> tar[record + 156] = (byte) "01234567LKxgSDMNVX\0z".charAt(random.nextInt(20));
      case 3 -> put(tar, record + 124, octalSize(random), 12);
      case 4 -> binarySize(tar, record + 124, random);
      // The sparse map of GNU's old form, and whether more of it follows.
      default -> {
        put(tar, record + 386, octalSize(random) + octalSize(random), 24);
        tar[record + 482] = (byte) random.nextInt(2);
      }
    }
  }

  private static String octalSize(Random random) {
    long size = random.nextLong() >>> 1 >>> random.nextInt(63);
    return switch (random.nextInt(4)) {
      case 0 -> "-0000000001\0";
      case 1 -> "77777777777\0";
      case 2 -> "not a size \0";
      default -> String.format("%011o\0", size & 077777777777L);
    };
  }

  /** Base 256, as GNU writes sizes above 8 GiB; with the highest bits set it is negative. */
  private static void binarySize(byte[] tar, int at, Random random) {
    byte[] size = new byte[12];
    random.nextBytes(size);
    Arrays.fill(size, 0, random.nextInt(12), (byte) (random.nextBoolean() ? 0 : 0xff));
    size[0] = (byte) (random.nextBoolean() ? 0x80 : 0xff);
    System.arraycopy(size, 0, tar, at, size.length);
  }

  private static void put(byte[] tar, int at, String text, int length) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(Arrays.copyOf(bytes, length), 0, tar, at, length);
  }

  /** A header whose size is given byte by byte, behind an honest member. */
  private static byte[] withSize(int... bytes) {
    byte[] tar = new Tars().member("a.txt", "1").endingInHeader("b.jpg", 1);
    for (int i = 0; i < 12; i++) {
      tar[1024 + 124 + i] = (byte) (i < bytes.length ? bytes[i] : bytes[bytes.length - 1]);
    }
    ShardReaderTest.repairChecksum(tar, 1024);
    return tar;
  }

  @Test
  void negativeAndEndlessSizesAreDamage() throws IOException {
    List<byte[]> tars =
        List.of(
            withSize(0xff), // base 256: -1
            withSize(0xff, 0), // the least that fits
            withSize(0x80, 0, 0, 0, 0x7f, 0xff), // the largest
            withSize(0x80, 0xff), // does not fit
            withSize('-', '1', 0));
    for (byte[] tar : tars) {
      Outcome outcome = read(tar);
      assertTrue(
          outcome.failure().isPresent(), Arrays.toString(Arrays.copyOfRange(tar, 1148, 1160)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../outside", "/etc/passwd", "a/../../b", "./c", "C:\\d", "~/e", "-rf", "$(f)"})
  void aKeyIsALabelWhateverItSays(String key) throws IOException {
    byte[] tar = new Tars().member(key + ".txt", "1").whole();
    // The library drops what is before an absolute path, as tar does; it is no path to open here.
    String found = read(tar).samples().get(0);
    assertTrue(
        found.endsWith(key.replaceFirst("^/+|^C:\\\\", "").replace('\\', '/') + " txt=1"), found);
  }

  @Test
  void linksAndDevicesAreNoSamples() throws IOException {
    Tars tars = new Tars();
    for (byte type : "123456".getBytes(StandardCharsets.US_ASCII)) {
      tars.member("link" + type + ".txt", type, new byte[0]);
    }
    byte[] tar = tars.member("a.txt", "1").whole();
    assertEquals(new Outcome(List.of("a txt=1"), Optional.empty()), read(tar));
  }

  /** Contents behind a link's header are no sample either, and not read as headers. */
  @Test
  void whatALinkCarriesIsPassedOver() throws IOException {
    byte[] inner = Arrays.copyOf(new Tars().member("inner.txt", "no").whole(), 1024);
    byte[] tar = new Tars().member("l.txt", (byte) '7', inner).member("a.txt", "1").whole();
    tar[156] = '1';
    ShardReaderTest.repairChecksum(tar, 0);
    Outcome outcome = read(tar);
    assertFalse(outcome.samples().stream().anyMatch(s -> s.contains("inner") && s.contains("jpg")));
    assertTrue(outcome.samples().contains("a txt=1"), outcome.toString());
  }

  @Test
  void aMemberThatIsNotThereCostsNoMemory() throws IOException {
    for (long size : List.of(1L << 20, 60L << 20, 7L << 30)) {
      Outcome outcome = read(new Tars().member("a.txt", "1").endingInHeader("b.jpg", size));
      assertEquals(List.of("a txt=1"), outcome.samples());
      assertTrue(outcome.failure().isPresent());
    }
  }

  @Test
  void aStreamThatNeverEndsIsLeftAtTheFirstBadHeader() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    Outcome outcome =
        Tars.readAll(
            new ShardReader("shard-7.tar", endless, ShardLimits.DEFAULT, new BadSamples()));
    assertTrue(outcome.failure().orElseThrow().getMessage().contains("not a tar archive"));
  }
}
