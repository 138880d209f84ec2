package org.clip4j.examples.pack;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * A Parquet file's footer, and where its columns' pages lie. All that the footer says is checked
 * against the file's size before anything is read by it.
 */
final class ParquetFile implements AutoCloseable {

  private static final String MAGIC = "PAR1";
  private static final int TAIL = 8;

  /** Far above the footers of files with thousands of row groups. */
  private static final int MAX_FOOTER = 128 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final FileMetaData footer;
  private final Map<String, Column> columns;

  /**
   * A column of texts.
   *
   * @param name at the top of the schema
   * @param index among all leaves of the schema, which is its place in a row group
   * @param optional whether rows may lack it
   * @param text whether it holds texts, one a row
   */
  record Column(String name, int index, boolean optional, boolean text) {}

  private ParquetFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    this.footer = footer();
    this.columns = columns(footer.getSchema());
  }

  static ParquetFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ParquetFile(file, channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private FileMetaData footer() throws IOException {
    if (size < MAGIC.length() + TAIL) {
      throw new IOException(file + ": too short for a Parquet file");
    }
    ByteBuffer tail = ByteBuffer.wrap(bytes(size - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    byte[] magic = new byte[MAGIC.length()];
    tail.get(magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
      throw new IOException(
          file + ": not a Parquet file, or an encrypted one (it does not end in " + MAGIC + ")");
    }
    if (length < 0 || length > MAX_FOOTER || length > size - TAIL - MAGIC.length()) {
      throw new IOException(file + ": damaged Parquet file: a footer of " + length + " bytes");
    }
    byte[] footerBytes = bytes(size - TAIL - length, length);
    return Util.readFileMetaData(new ByteArrayInputStream(footerBytes));
  }

  private byte[] bytes(long from, int length) throws IOException {
    try (InputStream in = slice(from, length)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException(file + ": ends too early");
      }
      return bytes;
    }
  }

  private Map<String, Column> columns(List<SchemaElement> schema) throws IOException {
    Map<String, Column> found = new LinkedHashMap<>();
    int leaf = 0;
    int at = 1;
    int last = schema.size();
    while (at < last) {
      SchemaElement top = schema.get(at);
      int begin = leaf;
      boolean group = isGroup(top);
      // The elements of a group stand behind it, each with its own.
      for (long open = 1; open > 0 && at < last; at++) {
        SchemaElement element = schema.get(at);
        open += (isGroup(element) ? element.getNum_children() : 0) - 1;
        leaf += isGroup(element) ? 0 : 1;
      }
      boolean text =
          !group
              && top.getType() == Type.BYTE_ARRAY
              && top.getRepetition_type() != FieldRepetitionType.REPEATED;
      boolean optional = top.getRepetition_type() == FieldRepetitionType.OPTIONAL;
      found.put(top.getName(), new Column(top.getName(), begin, optional, text));
    }
    return found;
  }

  private static boolean isGroup(SchemaElement element) {
    return element.isSetNum_children() && element.getNum_children() > 0;
  }

  /** The columns at the top of the schema by their names. */
  Map<String, Column> columns() {
    return columns;
  }

  List<RowGroup> rowGroups() {
    return footer.getRow_groups();
  }

  /** Rows of the whole file, as its footer says. */
  long rows() {
    return Math.max(0, footer.getNum_rows());
  }

  /** What wrote the file; null if it does not say. */
  String createdBy() {
    return footer.getCreated_by();
  }

  /** The pages of a column in a row group. */
  ParquetPages pages(RowGroup group, Column column) throws IOException {
    ColumnChunk chunk = group.getColumns().get(column.index());
    if (chunk.isSetFile_path() || !chunk.isSetMeta_data()) {
      throw new IOException(
          file + ": column '" + column.name() + "' lies in another file or is encrypted");
    }
    ColumnMetaData meta = chunk.getMeta_data();
    long from = meta.getData_page_offset();
    if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
      from = Math.min(from, meta.getDictionary_page_offset());
    }
    long length = meta.getTotal_compressed_size();
    if (from < MAGIC.length() || length < 0 || length > size - from) {
      throw new IOException(
          file + ": damaged Parquet file: column '" + column.name() + "' is not within it");
    }
    return new ParquetPages(
        slice(from, length), meta.getNum_values(), new ParquetCodec(file, meta.getCodec()));
  }

  /** A part of the file with a position of its own. */
  private InputStream slice(long from, long length) {
    return new BufferedInputStream(
        new InputStream() {
          private long at = from;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] buffer, int offset, int count) throws IOException {
            long left = from + length - at;
            if (left <= 0 || count == 0) {
              return count == 0 ? 0 : -1;
            }
            ByteBuffer to = ByteBuffer.wrap(buffer, offset, (int) Math.min(count, left));
            int read = channel.read(to, at);
            at += Math.max(read, 0);
            return read;
          }
        });
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
