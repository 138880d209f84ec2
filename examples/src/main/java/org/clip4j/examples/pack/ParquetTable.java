package org.clip4j.examples.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.RowGroup;
import org.clip4j.examples.pack.BadRowException.Reason;

/**
 * A Parquet file with two columns of texts at the top of its schema. It is read page by page, by
 * Parquet's own decoders of values; files and packing are handled here, so that nothing of Hadoop
 * is needed and no size is believed.
 */
final class ParquetTable implements CaptionTable {

  private final Path path;
  private final ParquetFile file;
  private final ParquetFile.Column image;
  private final ParquetFile.Column caption;
  private final Iterator<RowGroup> groups;
  private Optional<Readers> readers = Optional.empty();
  private long left;
  private long row;

  /** The columns in a row group. */
  private record Readers(ColumnReader image, ColumnReader caption) {}

  private ParquetTable(Path path, ParquetFile file, Columns columns) {
    this.path = path;
    this.file = file;
    Set<String> names = file.columns().keySet();
    this.image = text(columns.imageOf(names, path.toString()));
    this.caption = text(columns.captionOf(names, path.toString()));
    this.groups = file.rowGroups().iterator();
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it is no Parquet file, or damaged
   * @throws IllegalArgumentException if a column is not there or has no texts
   */
  static ParquetTable open(Path path, Columns columns) throws IOException {
    ParquetFile file = guarded(path, 0, () -> ParquetFile.open(path));
    try {
      return new ParquetTable(path, file, columns);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private ParquetFile.Column text(String name) {
    ParquetFile.Column column = file.columns().get(name);
    if (!column.text()) {
      throw new IllegalArgumentException(
          path + ": column '" + name + "' is not one of texts, one a row");
    }
    return column;
  }

  @Override
  public Optional<CaptionRow> next() throws IOException, BadRowException {
    String[] texts = guarded(path, row + 1, this::read);
    if (texts.length == 0) {
      return Optional.empty();
    }
    row++;
    if (texts[0] == null || texts[1] == null) {
      throw new BadRowException(Reason.ROW_UNREADABLE, "a text of more than " + MAX_ROW + " bytes");
    }
    return Optional.of(CaptionRow.of(row, texts[0], texts[1]));
  }

  /** Both texts of the next row, null for one that is too long; none behind the last row. */
  private String[] read() throws IOException {
    while (left == 0) {
      if (!groups.hasNext()) {
        return new String[0];
      }
      begin(groups.next());
    }
    left--;
    Readers both = readers.orElseThrow();
    return new String[] {text(both.image(), image), text(both.caption(), caption)};
  }

  private void begin(RowGroup group) throws IOException {
    left = group.getNum_rows();
    if (left < 0) {
      throw new IOException("a row group of " + left + " rows");
    }
    if (left > 0) {
      readers = Optional.of(new Readers(reader(group, image), reader(group, caption)));
    }
  }

  private ColumnReader reader(RowGroup group, ParquetFile.Column column) throws IOException {
    ParquetPages pages = file.pages(group, column);
    if (pages.getTotalValueCount() != left) {
      throw new IOException(
          "column '"
              + column.name()
              + "' has "
              + pages.getTotalValueCount()
              + " of "
              + left
              + " rows");
    }
    return ParquetColumn.reader(pages, column, file.createdBy());
  }

  private static String text(ColumnReader reader, ParquetFile.Column column) {
    String text = "";
    if (reader.getCurrentDefinitionLevel() == (column.optional() ? 1 : 0)) {
      text = reader.getBinary().length() > MAX_ROW ? null : reader.getBinary().toStringUsingUTF8();
    }
    reader.consume();
    return text;
  }

  /** Reading that may fail. */
  private interface Reading<T> {
    T run() throws IOException;
  }

  /** Decoders answer damaged files with whatever their arrays and counters run into. */
  private static <T> T guarded(Path path, long row, Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (UncheckedIOException e) {
      throw damaged(path, row, e.getCause());
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw damaged(path, row, e);
    }
  }

  private static IOException damaged(Path path, long row, Throwable e) {
    if (e instanceof IOException && String.valueOf(e.getMessage()).startsWith(path + ": ")) {
      return (IOException) e;
    }
    String why =
        e instanceof OutOfMemoryError
            ? "larger than the memory that is left"
            : Optional.ofNullable(e.getMessage()).orElse("its pages do not fit together");
    return new IOException(
        path
            + (row == 0 ? "" : ", row " + row)
            + ": not readable"
            + (row == 0 ? "" : " from here on")
            + ": damaged Parquet file: "
            + why,
        e);
  }

  @Override
  public long place() {
    return row;
  }

  @Override
  public long expected() {
    return file.rows();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
