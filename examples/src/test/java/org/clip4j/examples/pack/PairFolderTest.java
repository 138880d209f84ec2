package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PairFolderTest {

  @TempDir private Path folder;

  private Path put(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private Path put(String name, String text) throws IOException {
    return put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private PackOptions options() {
    return PackData.options(
        Optional.of(folder.resolve("in")), Optional.empty(), folder.resolve("out"));
  }

  @Test
  void eachPictureHasTheTextBesideIt() throws IOException {
    byte[] dog = PackData.png(6, 5, 1);
    put("b/dog.PNG", dog);
    put("b/dog.txt", "\ufeffa dog, at d\u00fcsk\n");
    put("a.v1.png", PackData.png(6, 5, 2));
    put("a.v1.txt", "the first");
    put("b/deep/er/c.jpg", PackData.picture("jpg", 5, 9, 9, 3));
    put("b/deep/er/c.txt", "deep");
    put("README.txt", "of nothing");
    put("notes.md", "x");
    put("b/._dog.png", "what a Mac keeps of it");
    put("b/._dog.txt", "hidden");
    put(".previews/dog.png", dog);
    put(".previews/dog.txt", "hidden");
    PackResult result = PackData.pack(options());
    Map<String, byte[]> members = PackData.members(result);
    assertEquals(
        List.of(
            "000000001.png",
            "000000001.txt",
            "000000002.jpg",
            "000000002.txt",
            "000000003.png",
            "000000003.txt"),
        List.copyOf(members.keySet()));
    assertEquals("the first", PackData.text(members.get("000000001.txt")));
    assertEquals("deep", PackData.text(members.get("000000002.txt")));
    assertEquals("a dog, at d\u00fcsk", PackData.text(members.get("000000003.txt")));
    assertArrayEquals(dog, members.get("000000003.png"));
    assertEquals(0, result.skipped());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // There it stands between folders.
  void aBackslashIsACharacterOfAName() throws IOException {
    put("a\\b.png", PackData.png(3, 3, 1));
    put("a\\b.txt", "one file");
    put("a/b.png", PackData.png(3, 3, 2));
    put("a/b.txt", "in a folder");
    put("A\\..\\..\\c.png", PackData.png(3, 3, 3));
    put("A\\..\\..\\c.txt", "not above");
    Path above = Files.write(folder.resolve("c.png"), PackData.png(3, 3, 4));
    Files.writeString(folder.resolve("c.txt"), "above");
    PackResult result = PackData.pack(options());
    assertEquals(0, result.skipped());
    Map<String, byte[]> members = PackData.members(result);
    assertEquals(
        List.of("not above", "in a folder", "one file"),
        members.entrySet().stream()
            .filter(member -> member.getKey().endsWith(".txt"))
            .map(member -> PackData.text(member.getValue()))
            .toList());
    assertTrue(Files.exists(above));
  }

  @Test
  void whatIsNoPairIsSkippedAndLinksDoNotLeadOut() throws IOException {
    put("alone.png", PackData.png(3, 3, 1));
    put("blank.png", PackData.png(3, 3, 2));
    put("blank.txt", "  \n");
    put("latin.png", PackData.png(3, 3, 3));
    put("latin.txt", new byte[] {'a', (byte) 0xe4});
    put("long.png", PackData.png(3, 3, 4));
    put("long.txt", "x".repeat((1 << 20) + 1));
    put("text.png", "no picture");
    put("text.txt", "a text");
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.write(outside.resolve("o.png"), PackData.png(3, 3, 5));
    Files.writeString(outside.resolve("o.txt"), "a secret");
    Files.createSymbolicLink(folder.resolve("in/linked"), outside);
    put("link.png", PackData.png(3, 3, 6));
    Files.createSymbolicLink(folder.resolve("in/link.txt"), outside.resolve("o.txt"));
    PackResult result = PackData.pack(options());
    assertEquals(0, result.pairs());
    List<String> lines = Files.readAllLines(result.list());
    List<String> reasons =
        lines.stream().skip(1).map(l -> l.split("\t")[1] + ": " + l.split("\t")[2]).toList();
    assertEquals(
        List.of(
            "alone.png: caption missing",
            "blank.png: caption missing",
            "latin.png: not UTF-8",
            "link.png: path leaves the folder",
            "long.png: file too large",
            "text.png: not a readable picture"),
        reasons);
    assertTrue(lines.get(0).startsWith("row\t"), lines.get(0));
  }

  @Test
  void aFolderThatHasChangedIsNotGoneOnWith() throws IOException {
    for (int i = 0; i < 5; i++) {
      put(i + ".png", PackData.png(3, 3, i));
      put(i + ".txt", "number " + i);
    }
    long[] done = new long[1];
    PicturePacker.pack(options(), (row, of) -> done[0] = row, () -> done[0] >= 4);
    put("5.png", PackData.png(3, 3, 5));
    ConfigException e = assertThrows(ConfigException.class, () -> PackData.pack(options()));
    assertTrue(e.getMessage().contains("(files changed)"), e.getMessage());
  }
}
