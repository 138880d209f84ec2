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
import org.apache.commons.io.input.BOMInputStream;

/** The rows of a file of captions, one after the other. */
interface CaptionTable extends Closeable {

  /** The most characters of a row: far above any caption, far below memory. */
  int MAX_ROW = 1 << 20;

  /**
   * The next row, or nothing behind the last.
   *
   * @throws BadRowException if this row cannot be read but later ones may be
   * @throws IOException if the rest of the file cannot be read
   */
  Optional<CaptionRow> next() throws IOException, BadRowException;

  /** The line that was read last, counted from 1. */
  long line();

  /**
   * Opens a table; its kind follows from the file's name.
   *
   * @param file ends in {@code .csv}, {@code .tsv} or {@code .jsonl}
   * @throws IllegalArgumentException if the name ends otherwise, or a column is not there
   */
  static CaptionTable open(Path file, Columns columns) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "expected a file of captions");
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    boolean json = name.endsWith(".jsonl");
    if (!json && !name.endsWith(".csv") && !name.endsWith(".tsv")) {
      throw new IllegalArgumentException(
          file + ": its name tells what it is; expected .csv, .tsv or .jsonl at its end");
    }
    InputStream in =
        BOMInputStream.builder()
            .setInputStream(new BufferedInputStream(Files.newInputStream(file)))
            .get();
    try {
      return json
          ? new JsonTable(in, file, columns)
          : new DelimitedTable(in, file, name.endsWith(".csv") ? ',' : '\t', columns);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
