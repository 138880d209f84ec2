package org.clip4j.examples.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** Writes Parquet files of text columns, where a test knows its texts no earlier than it runs. */
final class TextParquet {

  private TextParquet() {}

  /**
   * Writes one.
   *
   * @param names of the columns
   * @param rows the texts of each row
   * @param inGroup rows in a row group
   */
  static Path write(Path file, List<String> names, List<List<String>> rows, int inGroup)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    List<RowGroup> groups = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += inGroup) {
      groups.add(group(out, names, rows.subList(from, Math.min(rows.size(), from + inGroup))));
    }
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("schema").setNum_children(names.size()));
    for (String name : names) {
      schema.add(
          new SchemaElement(name)
              .setType(Type.BYTE_ARRAY)
              .setConverted_type(ConvertedType.UTF8)
              .setRepetition_type(FieldRepetitionType.REQUIRED));
    }
    int before = out.size();
    Util.writeFileMetaData(new FileMetaData(1, schema, rows.size(), groups), out);
    out.writeBytes(number(out.size() - before));
    out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
    return Files.write(file, out.toByteArray());
  }

  private static RowGroup group(
      ByteArrayOutputStream out, List<String> names, List<List<String>> rows) throws IOException {
    List<ColumnChunk> columns = new ArrayList<>();
    int begin = out.size();
    for (int column = 0; column < names.size(); column++) {
      int from = out.size();
      writePage(out, column, rows);
      int bytes = out.size() - from;
      ColumnMetaData meta =
          new ColumnMetaData(
              Type.BYTE_ARRAY,
              List.of(Encoding.PLAIN, Encoding.RLE),
              List.of(names.get(column)),
              CompressionCodec.UNCOMPRESSED,
              rows.size(),
              bytes,
              bytes,
              from);
      columns.add(new ColumnChunk(from).setMeta_data(meta));
    }
    return new RowGroup(columns, out.size() - begin, rows.size());
  }

  private static void writePage(ByteArrayOutputStream out, int column, List<List<String>> rows)
      throws IOException {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (List<String> row : rows) {
      byte[] text = row.get(column).getBytes(StandardCharsets.UTF_8);
      values.writeBytes(number(text.length));
      values.writeBytes(text);
    }
    PageHeader header = new PageHeader(PageType.DATA_PAGE, values.size(), values.size());
    header.setData_page_header(
        new DataPageHeader(rows.size(), Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    Util.writePageHeader(header, out);
    out.writeBytes(values.toByteArray());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
