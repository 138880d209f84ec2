package org.clip4j.examples.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** The pages of one column in one row group, unpacked one after the other. */
final class ParquetPages implements PageReader {

  /** Writers make pages of a megabyte or so; a dictionary has some more. */
  private static final int MAX_PAGE = 64 << 20;

  /** Each text of a dictionary has its length before it. */
  private static final int LEAST_TEXT = 4;

  private final InputStream in;
  private final long values;
  private final ParquetCodec codec;
  private long left;
  private PageHeader ahead;

  ParquetPages(InputStream in, long values, ParquetCodec codec) {
    this.in = in;
    this.left = values;
    this.values = values;
    this.codec = codec;
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  @Override
  public DictionaryPage readDictionaryPage() {
    try {
      ahead = Util.readPageHeader(in);
      if (ahead.getType() != PageType.DICTIONARY_PAGE) {
        return null;
      }
      PageHeader header = ahead;
      ahead = null;
      DictionaryPageHeader dictionary = header.getDictionary_page_header();
      byte[] bytes = codec.unpack(stored(header), header.getUncompressed_page_size());
      int count = dictionary.getNum_values();
      if (count < 0 || count > bytes.length / LEAST_TEXT) {
        throw new IOException("a dictionary of " + count + " texts in " + bytes.length + " bytes");
      }
      return new DictionaryPage(BytesInput.from(bytes), count, encoding(dictionary.getEncoding()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DataPage readPage() {
    try {
      while (left > 0) {
        PageHeader header = ahead == null ? Util.readPageHeader(in) : ahead;
        ahead = null;
        byte[] stored = stored(header);
        switch (header.getType()) {
          case DATA_PAGE -> {
            return first(header, stored);
          }
          case DATA_PAGE_V2 -> {
            return second(header, stored);
          }
          case DICTIONARY_PAGE, INDEX_PAGE -> {}
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataPage first(PageHeader header, byte[] stored) throws IOException {
    DataPageHeader page = header.getData_page_header();
    count(page.getNum_values());
    byte[] bytes = codec.unpack(stored, header.getUncompressed_page_size());
    return new DataPageV1(
        BytesInput.from(bytes),
        page.getNum_values(),
        bytes.length,
        null,
        encoding(page.getRepetition_level_encoding()),
        encoding(page.getDefinition_level_encoding()),
        encoding(page.getEncoding()));
  }

  /** The levels stand before the values, and are never packed. */
  private DataPage second(PageHeader header, byte[] stored) throws IOException {
    DataPageHeaderV2 page = header.getData_page_header_v2();
    count(page.getNum_values());
    int repetition = page.getRepetition_levels_byte_length();
    int definition = page.getDefinition_levels_byte_length();
    long levels = (long) repetition + definition;
    int size = header.getUncompressed_page_size();
    if (repetition < 0 || definition < 0 || levels > stored.length || levels > size) {
      throw new IOException("a page's levels are not within it");
    }
    byte[] data = Arrays.copyOfRange(stored, (int) levels, stored.length);
    boolean packed = !page.isSetIs_compressed() || page.isIs_compressed();
    return DataPageV2.uncompressed(
        page.getNum_rows(),
        page.getNum_nulls(),
        page.getNum_values(),
        BytesInput.from(stored, 0, repetition),
        BytesInput.from(stored, repetition, definition),
        encoding(page.getEncoding()),
        BytesInput.from(packed ? codec.unpack(data, size - (int) levels) : data),
        null);
  }

  private void count(int inPage) throws IOException {
    if (inPage < 0 || inPage > left) {
      throw new IOException("a page of " + inPage + " values where " + left + " are left");
    }
    left -= inPage;
  }

  private byte[] stored(PageHeader header) throws IOException {
    int size = header.getCompressed_page_size();
    int unpacked = header.getUncompressed_page_size();
    if (size < 0 || unpacked < 0 || size > MAX_PAGE || unpacked > MAX_PAGE) {
      throw new IOException(
          "a page of " + size + " bytes, " + unpacked + " unpacked; at most " + MAX_PAGE);
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new IOException("it ends in the middle of a page");
    }
    return bytes;
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }
}
