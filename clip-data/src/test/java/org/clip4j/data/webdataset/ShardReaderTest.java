package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Tars.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardReaderTest {

  private static final String D120 = "d".repeat(120);

  /** What is in each of the archives made by GNU tar. */
  private static List<String> expected(String file) {
    List<String> samples =
        new ArrayList<>(
            List.of(
                "sub/000 jpg=first picture txt=first caption",
                "sub/001 jpg=second picture json={\"caption\": \"second\"} empty=",
                "grüße-日本 txt=später",
                D120 + "/" + "n".repeat(90) + " jpg=long picture txt=long caption"));
    if (!file.equals("ustar.tar")) {
      samples.add(D120 + "/" + D120 + "/" + "m".repeat(150) + " txt=very long");
    }
    samples.add("zz large.bin=" + " ".repeat(600) + "x");
    return samples;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ustar.tar", "gnu.tar", "pax.tar"})
  void readsTheFormatsOfGnuTar(String file) throws IOException {
    assertEquals(new Outcome(expected(file), Optional.empty()), Tars.readAll(Tars.resource(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ustar.tar", "gnu.tar", "pax.tar"})
  void aCutGivesWhatWasWholeBefore(String file) throws IOException {
    byte[] tar = Tars.resource(file);
    List<String> all = expected(file);
    int whole = 0;
    int damaged = 0;
    for (int length = 0; length <= tar.length; length += 61) {
      Outcome outcome = Tars.readAll(Arrays.copyOf(tar, length));
      int given = outcome.samples().size();
      assertEquals(all.subList(0, given), outcome.samples());
      assertTrue(given >= whole, "a longer piece gives no fewer samples");
      whole = given;
      if (outcome.failure().isPresent()) {
        damaged++;
        String line = outcome.failure().get().getMessage();
        assertTrue(line.startsWith("shard shard-7.tar: "), line);
        assertFalse(line.contains("\n"), line);
        String last =
            given == 0
                ? "before any whole sample"
                : "after " + given + " whole samples, the last '" + key(all.get(given - 1));
        assertTrue(line.contains(last), line);
      } else {
        assertEquals(all.size(), given, "silent only when nothing is lost");
      }
    }
    assertEquals(all.size(), whole);
    assertTrue(damaged > 100);
  }

  private static String key(String sample) {
    return sample.substring(0, sample.indexOf(' '));
  }

  /** So that two of the same key, and from the same place readable, are told apart. */
  @Test
  void aSampleSaysAtWhichByteItBegins() throws IOException {
    byte[] tar =
        new Tars()
            .member("a.txt", "1")
            .sharedHeader("path", "all.txt")
            .member("b.txt", "2")
            .member("c.txt", "3")
            .whole();
    List<String> headers = new ArrayList<>();
    try (ShardReader reader = Tars.reader(tar)) {
      for (Optional<Sample> s = reader.next(); s.isPresent(); s = reader.next()) {
        int at = Math.toIntExact(s.get().offset());
        headers.add(s.get().key() + " " + new String(tar, at, 5, StandardCharsets.US_ASCII));
      }
    }
    assertEquals(List.of("a a.txt", "b b.txt", "c c.txt"), headers);
  }

  /** Where a header is damaged it cannot be seen whether its member belonged to the one before. */
  @Test
  void whatIsLostBeginsWithTheSampleInFrontOfTheDamage() throws IOException {
    byte[] tar = new Tars().member("a.txt", "1").member("b.txt", "2").member("c.txt", "3").whole();
    tar[2048 + 150] ^= 1;
    try (ShardReader reader = Tars.reader(tar)) {
      assertEquals("a", reader.next().orElseThrow().key());
      assertThrows(ShardException.class, reader::next);
      assertEquals(1024, reader.damagedAt());
    }
  }

  @Test
  void afterAFailureThereIsNothingMore() throws IOException {
    try (ShardReader reader = Tars.reader(Arrays.copyOf(Tars.resource("gnu.tar"), 1500))) {
      assertThrows(ShardException.class, reader::next);
      assertTrue(reader.next().isEmpty());
    }
  }

  /** What a second archive holds would be lost in silence; nothing of the first is. */
  @Property(tries = 60)
  void saysWhatIsBehindTheEndMarker(
      @ForAll @IntRange(min = 0, max = 1 << 20) int padding,
      @ForAll @IntRange(min = 0, max = 2) int which,
      @ForAll boolean more)
      throws IOException {
    String file = List.of("ustar.tar", "gnu.tar", "pax.tar").get(which);
    byte[] tar = Tars.resource(file);
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    // The marker is two records of zeros, behind the record in which the contents end.
    int marker = (end + 511) / 512 * 512;
    int behind = marker + 512 + padding;
    byte[] longer = Arrays.copyOf(Arrays.copyOf(tar, marker), behind + (more ? tar.length : 0));
    if (more) {
      System.arraycopy(tar, 0, longer, behind, tar.length);
    }
    Outcome outcome = Tars.readAll(longer);
    assertEquals(expected(file), outcome.samples());
    assertEquals(more, outcome.failure().isPresent());
    outcome
        .failure()
        .ifPresent(
            e -> assertTrue(e.getMessage().contains("at byte " + behind + ","), e.getMessage()));
  }

  /** Whatever is written over an archive, the reader ends in samples or in its own exception. */
  @Property(tries = 300)
  void damageNeverEscapes(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int which)
      throws IOException {
    byte[] tar = Tars.resource(List.of("ustar.tar", "gnu.tar", "pax.tar").get(which));
    Random random = new Random(seed);
    for (int i = 0; i <= random.nextInt(4); i++) {
      int record = random.nextInt(tar.length / 512) * 512;
      tar[record + random.nextInt(512)] = (byte) random.nextInt();
      if (random.nextBoolean()) {
        repairChecksum(tar, record);
      }
    }
    Outcome outcome = Tars.readAll(tar);
    outcome.failure().ifPresent(e -> assertFalse(e.getMessage().contains("\n"), e.getMessage()));
  }

  static void repairChecksum(byte[] tar, int record) {
    Arrays.fill(tar, record + 148, record + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[record + i] & 0xff;
    }
    byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, record + 148, 8);
  }

  @Test
  void aWrongHeaderChecksumIsDamage() throws IOException {
    byte[] tar = new Tars().member("a.txt", "one").member("b.txt", "two").whole();
    tar[1024 + 3]++;
    Outcome outcome = Tars.readAll(tar);
    assertEquals(List.of(), outcome.samples(), "sample a may have had more parts");
    assertTrue(outcome.failure().orElseThrow().getMessage().contains("checksum"));
  }

  @Test
  void aRepeatedPartBeginsANewSample() throws IOException {
    byte[] tar =
        new Tars()
            .member("a.txt", "1")
            .member("a.txt", "2")
            .member("b.txt", "3")
            .member("a.txt", "4")
            .whole();
    assertEquals(List.of("a txt=1", "a txt=2", "b txt=3", "a txt=4"), Tars.readAll(tar).samples());
  }

  @Test
  void keysEndAtTheFirstDotOfTheLastComponent() throws IOException {
    byte[] tar =
        new Tars()
            .member("v1.0/a.seg.PNG", "1")
            .member("v1.0/.b.txt", "2")
            .member("c.", "3")
            .member("d/e", "4")
            .whole();
    assertEquals(List.of("v1.0/a seg.png=1"), Tars.readAll(tar).samples());
  }

  @Test
  void aMemberOverTheLimitCostsItsSampleOnly() throws IOException {
    byte[] tar =
        new Tars()
            .member("a.txt", "1")
            .member("b.jpg", "12345678901")
            .member("b.txt", "2")
            .member("c.txt", "1234567890")
            .whole();
    BadSamples bad = new BadSamples();
    Outcome outcome = Tars.readAll(Tars.reader(tar, new ShardLimits(10, 10_000), bad));
    assertEquals(List.of("a txt=1", "c txt=1234567890"), outcome.samples());
    assertEquals(1, bad.count(Reason.SAMPLE_TOO_LARGE));
  }

  @Test
  void aSampleOfEndlessMembersIsBounded() throws IOException {
    Tars tars = new Tars();
    for (int i = 0; i < 1000; i++) {
      tars.member("a." + i, "");
    }
    BadSamples bad = new BadSamples();
    Outcome outcome =
        Tars.readAll(
            Tars.reader(tars.member("b.txt", "1").whole(), new ShardLimits(10, 100_000), bad));
    assertEquals(List.of("b txt=1"), outcome.samples());
    assertEquals(1, bad.count(Reason.SAMPLE_TOO_LARGE));
  }

  @Test
  void aClaimedSizeIsNotAllocated() throws IOException {
    byte[] within = new Tars().member("a.txt", "1").endingInHeader("b.jpg", 60L << 20);
    byte[] over = new Tars().member("a.txt", "1").endingInHeader("b.jpg", 7L << 30);
    for (byte[] tar : List.of(within, over)) {
      Outcome outcome = Tars.readAll(tar);
      assertEquals(List.of("a txt=1"), outcome.samples());
      assertTrue(outcome.failure().orElseThrow().getMessage().contains("the last 'a'"));
    }
  }

  @Test
  void headersAreBounded() throws IOException {
    byte[] name = "x".repeat(2 << 20).getBytes(StandardCharsets.US_ASCII);
    byte[] longName =
        new Tars().member("././@LongLink", (byte) 'L', name).member("a.txt", "1").whole();
    Tars nested = new Tars();
    for (int i = 0; i < 100_000; i++) {
      nested.member("p", (byte) 'x', new byte[0]);
    }
    for (byte[] tar : List.of(longName, nested.member("a.txt", "1").whole())) {
      assertTrue(
          Tars.readAll(tar)
              .failure()
              .orElseThrow()
              .getMessage()
              .contains("headers before a member"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sparse-gnu.tar", "sparse-pax.tar"})
  void sparseMembersAreRefused(String file) throws IOException {
    Outcome outcome = Tars.readAll(Tars.resource(file));
    assertEquals(List.of(), outcome.samples());
    assertTrue(outcome.failure().orElseThrow().getMessage().contains("--sparse"));
  }

  @Test
  void whatIsNoTarIsSaidToBeNone() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      byte[] noise = new byte[5000];
      new Random(1).nextBytes(noise);
      out.write(noise);
    }
    assertTrue(
        Tars.readAll(gzip.toByteArray())
            .failure()
            .orElseThrow()
            .getMessage()
            .contains("not a tar archive"));
  }

  @Test
  void namesInMessagesAreOneLine() throws IOException {
    byte[] tar =
        new Tars()
            .member("evil\nkey\u202e.txt", "1")
            .member("b.txt", "1")
            .endingInHeader("c.txt", 100);
    String line = Tars.readAll(tar).failure().orElseThrow().getMessage();
    assertTrue(line.contains("the last 'b'"), line);
    byte[] evil = new Tars().member("evil\nkey\u202e.txt", "1").endingInHeader("c.txt", 100);
    line = Tars.readAll(evil).failure().orElseThrow().getMessage();
    assertTrue(line.contains("the last 'evil?key?'"), line);
  }
}
