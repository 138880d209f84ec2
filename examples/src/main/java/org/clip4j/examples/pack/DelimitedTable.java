package org.clip4j.examples.pack;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of comma- or tab-separated values whose first row names the columns. Values may stand in
 * quotes, doubled to mean themselves. What is not UTF-8 comes out as U+FFFD.
 */
final class DelimitedTable implements CaptionTable {

  private final Path file;
  private final ReadShare share;
  private final RowLimit reader;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final String image;
  private final String caption;

  DelimitedTable(InputStream in, ReadShare share, Path file, char delimiter, Columns columns)
      throws IOException {
    this.file = file;
    this.share = share;
    this.reader = new RowLimit(new InputStreamReader(in, StandardCharsets.UTF_8));
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter)
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .setTrailingData(true)
            .get();
    try {
      this.parser = CSVParser.builder().setReader(reader).setFormat(format).get();
    } catch (IOException e) {
      throw unreadable(1, e.getMessage());
    }
    this.records = parser.iterator();
    List<String> names = parser.getHeaderNames();
    this.image = columns.imageOf(names, file.toString());
    this.caption = columns.captionOf(names, file.toString());
  }

  @Override
  public Optional<CaptionRow> next() throws IOException, BadRowException {
    reader.beginRow();
    long begun = parser.getCurrentLineNumber() + 1;
    CSVRecord row;
    try {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      row = records.next();
    } catch (UncheckedIOException e) {
      throw unreadable(begun, e.getCause().getMessage());
    } catch (IllegalStateException e) {
      throw unreadable(begun, e.getMessage());
    }
    if (!row.isSet(image) || !row.isSet(caption)) {
      throw new BadRowException(
          BadRowException.Reason.ROW_UNREADABLE,
          "it has " + row.size() + " values, the first row names more");
    }
    return Optional.of(CaptionRow.of(place(), text(row, image), text(row, caption)));
  }

  private static String text(CSVRecord row, String column) throws BadRowException {
    String text = row.get(column);
    if (text.length() > MAX_ROW) {
      throw new BadRowException(
          BadRowException.Reason.ROW_UNREADABLE, "a text of more than " + MAX_ROW + " characters");
    }
    return text;
  }

  @Override
  public long place() {
    return parser.getCurrentLineNumber();
  }

  @Override
  public String places() {
    return "line";
  }

  @Override
  public long expected() {
    return share.rows(parser.getRecordNumber());
  }

  /** Behind a quote that is never closed there are no rows any more. */
  private IOException unreadable(long line, String why) {
    return new IOException(
        file
            + ", line "
            + line
            + ": not readable from here on: "
            + why
            + "; look for a lone quote");
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Ends a row that would otherwise take all memory, as one with a lone quote does. */
  private static final class RowLimit extends FilterReader {

    /** Up to here a row is read on, so that those behind it are found. */
    private static final int END = 16 * MAX_ROW;

    private int left = END;

    RowLimit(Reader in) {
      super(in);
    }

    void beginRow() {
      left = END;
    }

    @Override
    public int read() throws IOException {
      charge(1);
      return super.read();
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      charge(Math.max(count, 0));
      return count;
    }

    private void charge(int count) throws IOException {
      left -= count;
      if (left < 0) {
        throw new IOException("a row of more than " + END + " characters");
      }
    }
  }
}
