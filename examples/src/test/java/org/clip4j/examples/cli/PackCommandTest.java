package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.clip4j.data.image.ImageDecoder;
import org.clip4j.data.manifest.ShardManifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {

  @TempDir private Path folder;
  private Path images;
  private Path out;
  private List<String> captions;

  @BeforeEach
  void writePictures() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("shards");
    captions = TestPictures.write(images);
  }

  private CommandRun pack(Path table, String... more) {
    String[] args = {
      "pack", "--images", images.toString(), "--captions", table.toString(), "--out", out.toString()
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  private Path table(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /** Members of a shard, read by Commons Compress and not by the code under test. */
  private static Map<String, byte[]> members(Path shard) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(shard);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        members.put(e.getName(), tar.readAllBytes());
      }
    }
    return members;
  }

  @Test
  void picturesAndCaptionsComeBackByteForByte() throws IOException {
    CommandRun run = pack(images.resolve("captions.csv"), "--per-shard", "3");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("8 pairs in 3 shards"), run.out());
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      all.putAll(members(out.resolve("pairs-00000" + i + ".tar")));
    }
    assertEquals(16, all.size());
    assertArrayEquals(
        Files.readAllBytes(images.resolve("blue-disc.png")), all.get("000000001.png"));
    for (int i = 0; i < captions.size(); i++) {
      assertEquals(
          captions.get(i),
          new String(all.get(String.format("%09d.txt", i + 1)), StandardCharsets.UTF_8));
    }
    assertFalse(Files.exists(out.resolve("pairs-skipped.tsv")));
  }

  @Test
  void twoSetsShareAFolderUnderTwoPrefixes() throws IOException {
    Path bad = table("bad.csv", "filepath,title\nnone.png,x\nblue-disc.png,a disc\n");
    assertEquals(0, pack(bad, "--prefix", "train").exitCode());
    CommandRun again = pack(bad, "--prefix", "train");
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.out().contains("1 pair in 1 shard"), again.out());
    assertTrue(again.out().contains("all of them packed before"), again.out());
    CommandRun other = pack(bad, "--prefix", "train", "--shard-size", "3");
    assertEquals(1, other.exitCode());
    assertTrue(other.err().contains("shard_samples was '1000', now '3'"), other.err());
    assertTrue(other.err().contains("choose another prefix"), other.err());
    assertEquals(1, other.err().lines().count(), other.err());

    CommandRun val = pack(bad, "--prefix", "val");
    assertEquals(0, val.exitCode(), val.err());
    assertEquals(2, members(out.resolve("train-000000.tar")).size());
    assertEquals(2, members(out.resolve("val-000000.tar")).size());
    assertEquals(2, Files.readAllLines(out.resolve("train-skipped.tsv")).size());
    assertEquals(2, Files.readAllLines(out.resolve("val-skipped.tsv")).size());
    ShardManifest manifest = ShardManifest.in(out).orElseThrow();
    assertEquals(
        List.of("train-000000.tar", "val-000000.tar"), List.copyOf(manifest.byName().keySet()));
    assertEquals(2, manifest.samples());
    assertEquals("csv", manifest.settings().get("val").get("source"));
  }

  @Test
  void aPrefixIsNoPath() throws IOException {
    CommandRun run = pack(images.resolve("captions.csv"), "--prefix", "../up");
    assertEquals(1, run.exitCode());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("'../up' cannot be a file's name"), run.err());
    assertFalse(Files.exists(folder.resolve("up-000000.tar")));
  }

  @Test
  void badRowsAreSkippedCountedAndNamed() throws IOException {
    Files.writeString(images.resolve("text.jpg"), "not a picture");
    Files.writeString(images.resolve("notes.docx"), "x");
    byte[] whole = Files.readAllBytes(images.resolve("red-disc.png"));
    Files.write(images.resolve("cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("outside.png"), "x");
    Files.createSymbolicLink(images.resolve("link.png"), folder.resolve("outside.png"));
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    table.writeBytes(
        ("filepath,title\n"
                + "red-disc.png,a red disc\n"
                + "missing.png,x\n"
                + "../outside.png,x\n"
                + folder.resolve("outside.png")
                + ",x\n"
                + "link.png,x\n"
                + "text.jpg,x\n"
                + "cut.png,x\n"
                + "notes.docx,x\n"
                + "red-disc.png,  \n"
                + ",x\n"
                + "red-disc.png\n")
            .getBytes(StandardCharsets.UTF_8));
    table.writeBytes(
        new byte[] {'r', 'e', 'd', '-', 'd', 'i', 's', 'c', '.', 'p', 'n', 'g', ',', -28, '\n'});
    table.writeBytes("blue-disc.png,\"a \"\"blue\"\"\ndisc\"\n".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("bad.csv"), table.toByteArray());

    CommandRun run = pack(file);

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("2 pairs in 1 shard in "), run.out());
    assertTrue(run.out().contains("11 rows skipped"), run.out());
    Map<String, byte[]> members = members(out.resolve("pairs-000000.tar"));
    assertEquals(
        List.of("000000001.png", "000000001.txt", "000000013.png", "000000013.txt"),
        List.copyOf(members.keySet()));
    assertEquals(
        "a \"blue\"\ndisc", new String(members.get("000000013.txt"), StandardCharsets.UTF_8));
    List<String> skipped = Files.readAllLines(out.resolve("pairs-skipped.tsv"));
    assertEquals(12, skipped.size());
    // Rows may name absolute paths; where the folder lies is not told to them.
    for (String line : skipped) {
      assertFalse(line.split("\t", -1)[3].contains(folder.toRealPath().toString()), line);
    }
    List<String> reasons = skipped.stream().skip(1).map(l -> l.split("\t")[2]).toList();
    assertEquals(
        List.of(
            "no such file",
            "path leaves the folder",
            "path leaves the folder",
            "path leaves the folder",
            "not a readable picture",
            "not a readable picture",
            "unknown kind of file",
            "caption missing",
            "no picture named",
            "row not readable",
            "not UTF-8"),
        reasons);
    assertTrue(skipped.get(1).startsWith("3\tmissing.png\t"), skipped.get(1));
  }

  @Test
  void unverifiedPicturesAreTakenAsTheyAre() throws IOException {
    Files.writeString(images.resolve("text.jpg"), "not a picture");
    Path file = table("t.tsv", "image\tcaption\ntext.jpg\tx, y\n");
    assertEquals(0, pack(file, "--no-verify").exitCode());
    assertEquals(
        "x, y",
        new String(
            members(out.resolve("pairs-000000.tar")).get("000000001.txt"), StandardCharsets.UTF_8));
  }

  @Test
  void jsonLinesWithAMarkAtTheirBegin() throws IOException {
    Path file =
        table(
            "metadata.jsonl",
            "\ufeff{\"file_name\": \"red-disc.png\", \"text\": \"\\u00e9\"}\n\n"
                + "{broken\n"
                + "{\"file_name\": \"red-square.png\", \"text\": 7}\n"
                + "{\"file_name\": \"red-square.png\", \"text\": \"b\"}");
    CommandRun run = pack(file);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("2 pairs"), run.out());
    assertTrue(run.out().contains("row not readable: 2"), run.out());
    assertEquals(
        "\u00e9",
        new String(
            members(out.resolve("pairs-000000.tar")).get("000000001.txt"), StandardCharsets.UTF_8));
    assertTrue(Files.readAllLines(out.resolve("pairs-skipped.tsv")).get(1).startsWith("3\t"));
  }

  @Test
  void unknownColumnGetsTheNearestOne() throws IOException {
    CommandRun run = pack(images.resolve("captions.csv"), "--image-column", "filepaht");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("did you mean 'filepath'"), run.err());
    Path other = table("other.csv", "a,b\nx,y\n");
    CommandRun none = pack(other);
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("--image-column"), none.err());
  }

  @Test
  void loneQuoteEndsWithTheLineAndKeepsWhatWasWritten() throws IOException {
    String filler = "x".repeat(20_000_000);
    Path file = table("q.csv", "filepath,title\nred-disc.png,a\nred-disc.png,\"" + filler);
    CommandRun run = pack(file);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("q.csv, line 3"), run.err());
    assertTrue(run.err().contains("quote"), run.err());
    assertTrue(run.err().contains("a row of more than 16777216 characters"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void aRowThatIsTooLongIsSkippedAndThoseBehindItAreNot() throws IOException {
    String caption = "x".repeat(3_000_000);
    Path csv =
        table(
            "q.csv",
            "filepath,title\nred-disc.png,a\nred-disc.png,\"" + caption + "\"\nred-disc.png,b\n");
    Path json =
        table(
            "q.jsonl",
            "{\"path\": \"red-disc.png\", \"caption\": \"a\"}\n"
                + "{\"path\": \"red-disc.png\", \"caption\": \""
                + caption
                + "\"}\n{\"path\": \"red-disc.png\", \"caption\": \"b\"}\n");
    for (Path file : List.of(csv, json)) {
      out = out.resolveSibling(file.getFileName() + "-out");
      CommandRun run = pack(file);
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.out().contains("2 pairs"), run.out());
      String skipped = Files.readAllLines(out.resolve("pairs-skipped.tsv")).get(1);
      assertTrue(skipped.contains("of more than 1048576 characters"), skipped);
    }
  }

  @Test
  void theBoundIsOnARowAndNotOnTheTable() throws IOException {
    String row = "red-disc.png," + "long ".repeat(20_000) + "\n";
    Path file = table("long.csv", "filepath,title\n" + row.repeat(30));
    CommandRun run = pack(file);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("30 pairs"), run.out());
  }

  @Test
  void shardsThatAreThereAreNotMixedWithNewOnes() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("pairs-000000.tar"), "somebody else's");
    for (int i = 0; i < 2; i++) {
      CommandRun run = pack(images.resolve("captions.csv"));
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("pairs-000000.tar"), run.err());
      assertTrue(run.err().contains("choose another prefix"), run.err());
    }
    assertEquals("somebody else's", Files.readString(out.resolve("pairs-000000.tar")));
  }

  @Test
  void shardsAreBoundedInMegabytes() throws IOException {
    Files.write(images.resolve("red-disc.png"), TestPictures.noise(700, 700));
    Path file = table("t.csv", "filepath,title\n" + "red-disc.png,a\n".repeat(3));
    CommandRun run = pack(file, "--shard-mb", "2");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("3 pairs in 3 shards"), run.out());
    CommandRun more = pack(file, "--prefix", "more", "--shard-mb", "4");
    assertTrue(more.out().contains("3 pairs in 2 shards"), more.out());
  }

  @Test
  void resizedPicturesTrainAsPicturesDo() throws IOException {
    CommandRun run =
        pack(images.resolve("captions.csv"), "--resize", "10", "--encode", "png", "--threads", "3");
    assertEquals(0, run.exitCode(), run.err());
    byte[] small = members(out.resolve("pairs-000000.tar")).get("000000001.png");
    assertEquals(12, ImageDecoder.decode(small, "it").width());
    assertEquals(10, ImageDecoder.decode(small, "it").height());
  }

  @Test
  void wrongNumbersAreUsageErrors() {
    Path file = images.resolve("captions.csv");
    assertTrue(pack(file, "--threads", "0").err().contains("--threads 0"));
    assertTrue(pack(file, "--shard-mb", "-1").err().contains("--shard-mb -1"));
    assertTrue(pack(file, "--encode", "png").err().contains("add --resize"));
    assertTrue(pack(file, "--quality", "80").err().contains("--quality is for pictures that are"));
    assertTrue(CommandRun.of("pack", "--out", out.toString()).err().contains("what is there"));
    assertFalse(Files.exists(out));
  }

  @Test
  void aFolderThatIsNotThereIsSaidToBeMissing() {
    for (String[] captioned : new String[][] {{}, {"--captions", "captions.csv"}}) {
      List<String> args = new java.util.ArrayList<>(List.of("pack", "--images", "nowhere"));
      args.addAll(List.of(captioned));
      args.addAll(List.of("--out", out.toString()));
      CommandRun run = CommandRun.of(args.toArray(String[]::new));
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("nowhere: expected a folder of pictures"), run.err());
      assertFalse(run.err().contains("is there"), run.err());
    }
  }

  /** COCO's captions name files, and URLs only in some editions. */
  @Test
  void cocoWithoutItsFolderSaysWhatToGive() throws IOException {
    Path coco =
        table(
            "coco.json",
            "{\"images\": [{\"id\": 1, \"file_name\": \"red-disc.png\"}],"
                + " \"annotations\": [{\"image_id\": 1, \"caption\": \"a disc\"}]}");
    CommandRun run = CommandRun.of("pack", "--captions", coco.toString(), "--out", out.toString());
    assertEquals(1, run.exitCode());
    String skipped = Files.readString(out.resolve("pairs-skipped.tsv"));
    assertTrue(skipped.contains("give their folder with --images"), skipped);
  }

  @Test
  void aFolderOfPairsNeedsNoTable() throws IOException {
    Files.writeString(images.resolve("red-disc.txt"), "a disc");
    CommandRun run = CommandRun.of("pack", "--images", images.toString(), "--out", out.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("1 pair in 1 shard"), run.out());
    assertTrue(run.out().contains("caption missing: 7"), run.out());
  }

  @Test
  void missingInputsAreNamed() throws IOException {
    assertTrue(pack(folder.resolve("none.csv")).err().contains("none.csv"));
    assertTrue(pack(table("t.txt", "x")).err().contains(".jsonl"));
    CommandRun empty = pack(table("e.csv", "filepath,title\n"));
    assertEquals(1, empty.exitCode());
    assertTrue(empty.err().contains("e.csv: no usable pair; it has no rows"), empty.err());
  }
}
