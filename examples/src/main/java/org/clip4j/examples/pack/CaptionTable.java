package org.clip4j.examples.pack;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.input.BOMInputStream;

/** The rows of a file of captions, one after the other. */
interface CaptionTable extends Closeable {

  /** The most characters of a row that is kept: far above any caption, far below memory. */
  int MAX_ROW = 1 << 20;

  /**
   * The next row, or nothing behind the last.
   *
   * @throws BadRowException if this row cannot be read but later ones may be
   * @throws IOException if the rest of the file cannot be read
   */
  Optional<CaptionRow> next() throws IOException, BadRowException;

  /** The place of the row that was read last, counted from 1. */
  long place();

  /** What {@link #place} counts. */
  default String places() {
    return "row";
  }

  /** About how many rows there are; -1 where nothing tells. */
  long expected();

  /**
   * Opens a file of captions; its kind follows from its name.
   *
   * @param file ends in {@code .csv}, {@code .tsv}, {@code .jsonl}, {@code .parquet} or {@code
   *     .json}
   * @param local whether there is a folder of pictures, from which paths count
   * @throws IllegalArgumentException if the name ends otherwise, or a column is not there
   */
  static CaptionTable open(Path file, Columns columns, boolean local) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "expected a file of captions");
    }
    return switch (kind(file)) {
      case "parquet" -> ParquetTable.open(file, columns);
      case "json" -> CocoTable.open(file, columns, local);
      default -> text(file, kind(file), columns);
    };
  }

  /**
   * What kind of file it is.
   *
   * @throws IllegalArgumentException if its name does not tell
   */
  static String kind(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Stream.of("csv", "tsv", "jsonl", "parquet", "json")
        .filter(kind -> name.endsWith("." + kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": its name tells what it is; expected .csv, .tsv, .jsonl, .parquet or"
                        + " .json (COCO captions) at its end"));
  }

  private static CaptionTable text(Path file, String kind, Columns columns) throws IOException {
    ReadShare share = new ReadShare(Files.newInputStream(file), Files.size(file));
    InputStream in = BOMInputStream.builder().setInputStream(new BufferedInputStream(share)).get();
    try {
      return kind.equals("jsonl")
          ? new JsonTable(in, share, file, columns)
          : new DelimitedTable(in, share, file, kind.equals("csv") ? ',' : '\t', columns);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
