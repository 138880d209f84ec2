package org.clip4j.examples.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Headers that ask for more than there is. */
class ParquetPagesTest {

  private static ParquetPages pages(CompressionCodec codec, PageHeader header, int stored)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writePageHeader(header, bytes);
    bytes.writeBytes(new byte[stored]);
    return new ParquetPages(
        new ByteArrayInputStream(bytes.toByteArray()),
        10,
        new ParquetCodec(Path.of("a.parquet"), codec));
  }

  private static PageHeader dictionary(int values, int unpacked, int packed) {
    PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, unpacked, packed);
    header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN));
    return header;
  }

  private static String refusal(ParquetPages pages) {
    return assertThrows(
            UncheckedIOException.class,
            () -> {
              pages.readDictionaryPage();
              pages.readPage();
            })
        .getCause()
        .getMessage();
  }

  @Test
  void aDictionaryHasNoMoreTextsThanBytesForTheirLengths() throws IOException {
    for (int values : new int[] {Integer.MAX_VALUE, 3, -1}) {
      String said = refusal(pages(CompressionCodec.UNCOMPRESSED, dictionary(values, 8, 8), 8));
      assertEquals("a dictionary of " + values + " texts in 8 bytes", said);
    }
    assertEquals(
        2,
        pages(CompressionCodec.UNCOMPRESSED, dictionary(2, 8, 8), 8)
            .readDictionaryPage()
            .getDictionarySize());
  }

  @Test
  void aPageOfAnImpossibleSizeIsNotReadFor() throws IOException {
    for (int[] size : new int[][] {{Integer.MAX_VALUE, 8}, {8, Integer.MAX_VALUE}, {-1, 8}}) {
      String said = refusal(pages(CompressionCodec.ZSTD, dictionary(1, size[0], size[1]), 8));
      assertTrue(said.contains("at most 67108864"), said);
    }
    String cut = refusal(pages(CompressionCodec.UNCOMPRESSED, dictionary(1, 100, 100), 8));
    assertEquals("it ends in the middle of a page", cut);
  }

  @Test
  void whatUnpacksToLessIsRefused() throws IOException {
    assertTrue(
        refusal(pages(CompressionCodec.UNCOMPRESSED, dictionary(1, 100, 8), 8))
            .contains("a page has 8 bytes, not 100"));
  }

  @Test
  void aPageHasNoMoreValuesThanItsColumn() throws IOException {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, 8, 8);
    header.setData_page_header(
        new DataPageHeader(Integer.MAX_VALUE, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    String said = refusal(pages(CompressionCodec.UNCOMPRESSED, header, 8));
    assertEquals("a page of 2147483647 values where 10 are left", said);
  }

  @Test
  void levelsLieWithinTheirPage() throws IOException {
    for (int[] levels : new int[][] {{9, 0}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {-4, 4}}) {
      PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, 8, 8);
      header.setData_page_header_v2(
          new DataPageHeaderV2(5, 0, 5, Encoding.PLAIN, levels[0], levels[1]));
      String said = refusal(pages(CompressionCodec.UNCOMPRESSED, header, 8));
      assertEquals("a page's levels are not within it", said);
    }
  }
}
