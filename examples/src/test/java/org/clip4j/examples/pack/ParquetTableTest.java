package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of 600 rows that DuckDB and parquet-java wrote, as the comments in {@code
 * parquet/README.txt} of the resources say.
 */
class ParquetTableTest {

  private static final int ROWS = 600;

  @TempDir private Path folder;

  private Path fixture(String name) throws IOException {
    Path file = folder.resolve(name + ".parquet");
    try (InputStream in =
        ParquetTableTest.class.getResourceAsStream("parquet/" + name + ".parquet")) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private static Columns columns(String image, String caption) {
    return new Columns(Optional.of(image), Optional.of(caption));
  }

  /** The rows as they come, or a word for those that cannot be used. */
  private static List<String> rows(Path file, Columns columns) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetTable table = ParquetTable.open(file, columns)) {
      while (true) {
        try {
          Optional<CaptionRow> row = table.next();
          if (row.isEmpty()) {
            return rows;
          }
          rows.add(row.get().image() + "|" + row.get().captions().read().get(0));
        } catch (BadRowException e) {
          rows.add(e.reason().toString());
        }
      }
    }
  }

  /** What the files hold: nulls, texts that come again, and texts that do not. */
  private static List<String> expected() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String url = i % 13 == 0 ? "" : "http://h/" + i % 17 + ".png";
      String caption = i % 11 == 0 ? "" : "caption number " + i + " \u00e4\u4f60\ud83d\ude00";
      rows.add(url + "|" + caption);
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "duckdb-v1-snappy",
        "duckdb-v1-zstd",
        "duckdb-v1-gzip",
        "duckdb-v1-uncompressed",
        "duckdb-v1-lz4_raw",
        "duckdb-v2-zstd",
        "java-v1-snappy",
        "java-v2-zstd",
        "java-v2-gzip",
      })
  void everyRowOfEveryWriter(String name) throws IOException {
    Path file = fixture(name);
    assertEquals(expected(), rows(file, columns("URL", "TEXT")));
    assertEquals(expected(), rows(file, new Columns(Optional.empty(), Optional.empty())));
    try (ParquetTable table = ParquetTable.open(file, columns("URL", "TEXT"))) {
      assertEquals(ROWS, table.expected());
    }
  }

  @Test
  void columnsThatAreNoTextsAreRefusedByName() throws IOException {
    Path file = fixture("duckdb-v1-snappy");
    for (String name : List.of("id", "tags", "pair")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> ParquetTable.open(file, columns("URL", name)));
      assertTrue(e.getMessage().contains("column '" + name + "' is not one of texts"));
    }
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ParquetTable.open(file, columns("URK", "TEXT")));
    assertTrue(e.getMessage().contains("did you mean 'URL'"), e.getMessage());
  }

  @Test
  void packingThatIsNotReadIsSaid() throws IOException {
    Path file = fixture("duckdb-v1-brotli");
    IOException e = assertThrows(IOException.class, () -> rows(file, columns("URL", "TEXT")));
    assertTrue(e.getMessage().contains("is compressed by BROTLI"), e.getMessage());
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
  }

  @Test
  void otherFilesAreNone() throws IOException {
    for (String text :
        List.of("", "PAR1", "PAR1PAR1", "x".repeat(100), "PAR1....\377\377\377\177PAR1")) {
      Path file =
          Files.write(folder.resolve("x.parquet"), text.getBytes(StandardCharsets.ISO_8859_1));
      IOException e = assertThrows(IOException.class, () -> rows(file, columns("a", "b")));
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count());
    }
  }

  /** Damage is an error that names the file, or goes unseen; it is never anything else. */
  @ParameterizedTest
  @ValueSource(strings = {"duckdb-v1-snappy", "duckdb-v2-zstd", "java-v1-snappy", "java-v2-gzip"})
  void damagedFilesEndInAnErrorOfTheirOwn(String name) throws IOException {
    byte[] whole = Files.readAllBytes(fixture(name));
    Path file = folder.resolve("damaged.parquet");
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      byte[] bytes = whole.clone();
      // Footers and headers are where sizes stand: half of the damage goes to the file's end.
      int from = i % 2 == 0 ? 0 : Math.max(0, bytes.length - 1500);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
      }
      if (i % 10 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      Files.write(file, bytes);
      try {
        assertTrue(rows(file, columns("URL", "TEXT")).size() < 1_000_000);
      } catch (IOException | IllegalArgumentException e) {
        refused++;
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      }
    }
    assertTrue(refused > 50, "refused " + refused);
  }
}
