package org.clip4j.data.webdataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.data.webdataset.Tars.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardWriterTest {

  @TempDir Path folder;

  private static Map<String, byte[]> parts(String... namesAndTexts) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      parts.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return parts;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    String long150 = "k".repeat(150);
    List<String> expected = new ArrayList<>();
    try (ShardWriter writer = new ShardWriter(folder, "train", 100, 1 << 20)) {
      for (String key :
          List.of(
              "a",
              "v1.0/b",
              "grüße-日本",
              "x/" + long150 + "/" + long150,
              "k".repeat(94),
              "k".repeat(95),
              "k".repeat(96))) {
        writer.write(key, parts("jpg", "picture", "seg.png", "", "txt", "caption of " + key));
        expected.add(key + " jpg=picture seg.png= txt=caption of " + key);
      }
    }
    assertEquals(List.of("train-000000.tar"), files());
    assertEquals(
        new Outcome(expected, Optional.empty()),
        Tars.readAll(ShardReader.open(folder.resolve("train-000000.tar"))));
  }

  @Test
  void bytesDependOnTheSamplesAlone() throws IOException {
    String user = System.getProperty("user.name");
    byte[] first = oneShard(folder.resolve("first"));
    System.setProperty("user.name", "somebody-else");
    try {
      assertArrayEquals(first, oneShard(folder.resolve("second")));
    } finally {
      System.setProperty("user.name", user);
    }
    String text = new String(first, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains(user + "\0"), "the user's name is in the archive");
    assertEquals(0, first.length % 512);
  }

  private static byte[] oneShard(Path folder) throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "s", 100, 1 << 20)) {
      writer.write("a", parts("txt", "1"));
      writer.write("k".repeat(200), parts("txt", "2"));
    }
    return Files.readAllBytes(folder.resolve("s-000000.tar"));
  }

  @Test
  void splitsBySamples() throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "s", 2, 1 << 20)) {
      for (int i = 0; i < 5; i++) {
        writer.write("k" + i, parts("txt", "t"));
      }
      assertEquals(4, writer.samples());
      assertEquals(2, writer.shards().size());
    }
    assertEquals(List.of("s-000000.tar", "s-000001.tar", "s-000002.tar"), files());
    assertEquals(
        List.of("k4 txt=t"),
        Tars.readAll(ShardReader.open(folder.resolve("s-000002.tar"))).samples());
  }

  @Test
  void splitsByBytes() throws IOException {
    // Each sample takes a header and 1024 bytes; the large one has a shard of its own.
    try (ShardWriter writer = new ShardWriter(folder, "s", 100, 3 * 1536)) {
      for (int i = 0; i < 4; i++) {
        writer.write("k" + i, parts("txt", "t".repeat(1000)));
      }
      writer.write("large", parts("txt", "t".repeat(9000)));
      writer.write("last", parts("txt", "t"));
    }
    List<Integer> samples = new ArrayList<>();
    for (String file : files()) {
      samples.add(Tars.readAll(ShardReader.open(folder.resolve(file))).samples().size());
    }
    assertEquals(List.of(3, 1, 1, 1), samples);
  }

  @Test
  void unfinishedShardsAreNotUnderAShardsName() throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "s", 10, 1 << 20)) {
      writer.write("a", parts("txt", "t"));
      assertEquals(List.of("s-000000.tar.unfinished"), files());
    }
    assertEquals(List.of("s-000000.tar"), files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", "../a", "a/../b", "./a", "..", "a.b", "d/.a", "a\\b", "C:x", "a\nb",
        "a\0", "\ud800"
      })
  void keysThatWouldNotBeReadBackAreRefused(String key) throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "s", 10, 1 << 20)) {
      String line =
          assertThrows(IllegalArgumentException.class, () -> writer.write(key, parts("txt", "t")))
              .getMessage();
      assertTrue(line.startsWith("key '") && !line.contains("\n"), line);
      writer.write("good", parts("txt", "t"));
    }
    assertEquals(
        List.of("good txt=t"),
        Tars.readAll(ShardReader.open(folder.resolve("s-000000.tar"))).samples());
  }

  @Test
  void badPartsAndRepeatedKeysAreRefused() throws IOException {
    try (ShardWriter writer = new ShardWriter(folder, "s", 10, 1 << 20)) {
      writer.write("a", parts("txt", "t"));
      for (String part : List.of("", "a/b", "TXT", "a\nb")) {
        assertThrows(
            IllegalArgumentException.class, () -> writer.write("b", parts(part, "t")), part);
      }
      assertThrows(IllegalArgumentException.class, () -> writer.write("b", Map.of()));
      assertThrows(
          IllegalArgumentException.class, () -> writer.write("b".repeat(5000), parts("txt", "t")));
      assertThrows(IllegalArgumentException.class, () -> writer.write("a", parts("jpg", "t")));
    }
    assertThrows(IllegalArgumentException.class, () -> new ShardWriter(folder, "../s", 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ShardWriter(folder, "t", 0, 1));
  }

  @Test
  void olderShardsAreNotMixedWithNewOnes() throws IOException {
    oneShard(folder);
    assertThrows(FileAlreadyExistsException.class, () -> new ShardWriter(folder, "s", 10, 10));
    new ShardWriter(folder, "other", 10, 10).close();
  }

  @Test
  void noSpaceLeftKeepsWhatIsWhole() throws IOException {
    long[] room = {20_000};
    ShardWriter.Opener full =
        file ->
            new FilterOutputStream(TarShard.openSynced(file)) {
              @Override
              public void write(byte[] b, int offset, int length) throws IOException {
                room[0] -= length;
                if (room[0] < 0) {
                  throw new IOException("No space left on device");
                }
                out.write(b, offset, length);
              }
            };
    IOException failure;
    try (ShardWriter writer = new ShardWriter(folder, "s", 4, 1 << 20, full)) {
      failure =
          assertThrows(
              IOException.class,
              () -> {
                for (int i = 0; i < 100; i++) {
                  writer.write("k" + i, parts("txt", "t".repeat(1000)));
                }
              });
      assertThrows(IllegalStateException.class, () -> writer.write("more", parts("txt", "t")));
      assertEquals(2, writer.shards().size());
    }
    assertTrue(
        failure
            .getMessage()
            .contains("s-000002.tar: No space left on device; 2 shards with 8 samples"),
        failure.getMessage());
    assertEquals(List.of("s-000000.tar", "s-000001.tar"), files());
    for (String file : files()) {
      assertEquals(4, Tars.readAll(ShardReader.open(folder.resolve(file))).samples().size());
    }
  }

  @Test
  void entriesAreWhatTheFilesAre() throws Exception {
    List<String> told = new ArrayList<>();
    try (ShardWriter writer =
        new ShardWriter(folder, "t", 2, 1 << 20).telling(shard -> told.add(shard.name()))) {
      for (int i = 0; i < 5; i++) {
        writer.write("k" + i, parts("txt", "caption " + i));
      }
      assertEquals(List.of("t-000000.tar", "t-000001.tar"), told);
      writer.close();
      assertEquals(List.of("t-000000.tar", "t-000001.tar", "t-000002.tar"), told);
      assertEquals(List.of(2L, 2L, 1L), writer.entries().stream().map(e -> e.samples()).toList());
      for (var entry : writer.entries()) {
        byte[] bytes = Files.readAllBytes(folder.resolve(entry.name()));
        assertEquals(bytes.length, entry.bytes());
        assertEquals(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
            entry.sha256());
      }
    }
  }

  @Test
  void goingOnBehindWholeShardsGivesTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    try (ShardWriter writer = new ShardWriter(whole, "t", 2, 1 << 20)) {
      for (int i = 0; i < 5; i++) {
        writer.write("k" + i, parts("txt", "caption " + i));
      }
    }
    List<ShardManifest.Entry> before;
    try (ShardWriter writer = new ShardWriter(parts, "t", 2, 1 << 20)) {
      for (int i = 0; i < 4; i++) {
        writer.write("k" + i, parts("txt", "caption " + i));
      }
      before = writer.entries();
      writer.discard();
    }
    assertEquals(1, before.size());
    Files.writeString(parts.resolve("t-000001.tar"), "left by a kill");
    Files.writeString(parts.resolve("t-000002.tar.unfinished"), "left by a kill");
    try (ShardWriter writer = ShardWriter.behind(before, parts, "t", 2, 1 << 20)) {
      for (int i = 2; i < 5; i++) {
        writer.write("k" + i, parts("txt", "caption " + i));
      }
      writer.close();
      assertEquals(5, writer.samples());
    }
    for (int i = 0; i < 3; i++) {
      String name = "t-00000" + i + ".tar";
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(parts.resolve(name)), name);
    }
    assertFalse(Files.exists(parts.resolve("t-000002.tar.unfinished")));
  }

  @Test
  void aListenerThatFailsEndsTheWriting() throws IOException {
    ShardWriter writer =
        new ShardWriter(folder, "t", 1, 1 << 20)
            .telling(
                shard -> {
                  throw new IOException("no room for the journal");
                });
    writer.write("a", parts("txt", "a"));
    IOException e = assertThrows(IOException.class, () -> writer.write("b", parts("txt", "b")));
    assertTrue(e.getMessage().contains("no room for the journal"), e.getMessage());
    assertThrows(IllegalStateException.class, () -> writer.write("c", parts("txt", "c")));
    assertEquals(List.of("t-000000.tar"), files());
  }
}
