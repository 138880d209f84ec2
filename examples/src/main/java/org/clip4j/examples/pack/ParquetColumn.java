package org.clip4j.examples.pack;

import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** Parquet's own reader of one column's values, set on our pages. */
final class ParquetColumn {

  private ParquetColumn() {}

  /**
   * Reads a column.
   *
   * @param createdBy what wrote the file, whose faults the reader knows; null if it is not known
   */
  static ColumnReader reader(ParquetPages pages, ParquetFile.Column column, String createdBy) {
    PrimitiveType type =
        Types.primitive(
                PrimitiveTypeName.BINARY,
                column.optional() ? Repetition.OPTIONAL : Repetition.REQUIRED)
            .as(LogicalTypeAnnotation.stringType())
            .named(column.name());
    MessageType schema = new MessageType("row", type);
    return new ColumnReadStoreImpl(new OneColumn(pages), new Row(), schema, createdBy)
        .getColumnReader(schema.getColumns().get(0));
  }

  private record OneColumn(ParquetPages pages) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor descriptor) {
      return pages;
    }

    @Override
    public long getRowCount() {
      return pages.getTotalValueCount();
    }

    @Override
    public Optional<Long> getRowIndexOffset() {
      return Optional.empty();
    }
  }

  /** Values are asked for, not handed over. */
  private static final class Row extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {
      // Nothing is put together here.
    }

    @Override
    public void end() {
      // Nothing is put together here.
    }
  }
}
