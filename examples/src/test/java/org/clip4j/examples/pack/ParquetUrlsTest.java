package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.clip4j.core.Sha256;
import org.clip4j.data.manifest.ShardManifest;
import org.clip4j.examples.pack.PackResult.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a Parquet file of the URLs of a server that answers, to shards. */
class ParquetUrlsTest {

  private static final int ROWS = 41;

  @TempDir private Path folder;
  private final PictureServer server = new PictureServer();
  private Path table;

  /** Every fifth picture is small and copied, every seventh is not there. */
  @BeforeEach
  void serve() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 1; i <= ROWS; i++) {
      if (i % 7 != 0) {
        server.serve("/" + i + ".png", picture(i));
      }
      rows.add(List.of("id " + i, "caption " + i + " \u4f60", server.url("/" + i + ".png?k=" + i)));
    }
    table =
        TextParquet.write(folder.resolve("urls.parquet"), List.of("key", "TEXT", "URL"), rows, 10);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private static byte[] picture(int row) {
    return row % 5 == 0 ? PackData.png(9, 7, row) : PackData.png(40 + row, 24, row);
  }

  private PackOptions to(String out) {
    return new PackOptions(
        Optional.empty(),
        Optional.of(table),
        folder.resolve(out),
        "web",
        new Columns(Optional.empty(), Optional.empty()),
        new ShardBounds(8, 1L << 30),
        new PictureForm(true, Optional.of(12), Optional.of(PictureForm.Encoding.PNG), 95),
        2,
        FetchLimits.DEFAULT);
  }

  @Test
  void everyRowIsInAShardOrInTheList() throws IOException {
    PackResult result = PackData.pack(to("out"));
    assertEquals(End.DONE, result.end());
    assertEquals(ROWS - ROWS / 7, result.pairs());
    assertEquals(5, result.shards().size());
    Map<String, byte[]> members = PackData.members(result);
    assertEquals(2 * result.pairs(), members.size());
    for (int i = 1; i <= ROWS; i++) {
      byte[] png = members.get(String.format("%09d.png", i));
      assertEquals(i % 7 == 0, png == null, "row " + i);
      if (png != null) {
        String caption = PackData.text(members.get(String.format("%09d.txt", i)));
        assertEquals("caption " + i + " \u4f60", caption);
        if (i % 5 == 0) {
          assertArrayEquals(picture(i), png);
        } else {
          assertEquals(12, ImageIO.read(new ByteArrayInputStream(png)).getHeight());
          assertEquals((40 + i) / 2, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        }
      }
    }
    List<String> skipped = Files.readAllLines(result.list());
    assertEquals(1 + ROWS / 7, skipped.size());
    assertTrue(
        skipped.get(1).startsWith("7\t" + server.url("/7.png") + "?...\tnot to be had"),
        skipped.get(1));
    ShardManifest manifest = ShardManifest.in(folder.resolve("out")).orElseThrow();
    assertEquals(result.pairs(), manifest.samples());
    for (Path shard : result.shards()) {
      ShardManifest.Entry entry = manifest.byName().get(shard.getFileName().toString());
      assertEquals(Sha256.of(shard), entry.sha256());
      assertEquals(Files.size(shard), entry.bytes());
    }
  }

  /** What is in whole shards is not asked for again. */
  @Test
  void stoppedItGoesOnToTheSameBytes() throws IOException {
    PackData.pack(to("whole"));
    long[] done = new long[1];
    PackResult stopped =
        PicturePacker.pack(to("stopped"), (row, of) -> done[0] = row, () -> done[0] >= 20);
    assertEquals(End.STOPPED, stopped.end());
    assertEquals(2, stopped.shards().size());
    int before = server.requests("/1.png");
    assertEquals(End.DONE, PackData.pack(to("stopped")).end());
    assertEquals(before, server.requests("/1.png"));
    assertEquals(
        PackData.contents(folder.resolve("whole")), PackData.contents(folder.resolve("stopped")));
  }
}
