package org.clip4j.examples.pack;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.apache.parquet.format.CompressionCodec;

/**
 * Unpacks pages.
 *
 * @param file for messages
 * @param codec of the column
 */
record ParquetCodec(Path file, CompressionCodec codec) {

  /**
   * Unpacks a page; memory grows with what is really there.
   *
   * @param size of the page unpacked
   */
  byte[] unpack(byte[] packed, int size) throws IOException {
    try (InputStream in = open(packed, size)) {
      byte[] bytes = in.readNBytes(size);
      if (bytes.length != size) {
        throw new IOException("a page has " + bytes.length + " bytes, not " + size);
      }
      return bytes;
    }
  }

  private InputStream open(byte[] packed, int size) throws IOException {
    InputStream in = new ByteArrayInputStream(packed);
    return switch (codec) {
      case UNCOMPRESSED -> in;
      case GZIP -> new GZIPInputStream(in);
      case ZSTD -> new ZstdInputStream(in);
      // A copy may reach back over all of the page.
      case SNAPPY -> new SnappyCompressorInputStream(in, Math.max(size, 1));
      case LZ4_RAW -> new BlockLZ4CompressorInputStream(in);
      case LZ4, LZO, BROTLI ->
          throw new IOException(
              file
                  + ": is compressed by "
                  + codec
                  + ", which is not read; write it with zstd, snappy or gzip");
    };
  }
}
