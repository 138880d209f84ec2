package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Stored samples out of Java's rasters. Never through {@code getRGB} where a colour space could
 * come between: Java gives grey pictures a linear one, and its conversion brightens them.
 */
final class Rasters {
  private Rasters() {}

  /** The picture, if its size is allowed and its bytes suffice. */
  static BufferedImage read(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    try (ByteArrayImageStream stream = new ByteArrayImageStream(bytes)) {
      reader.setInput(stream, true, true);
      limit.check(reader);
      BufferedImage image = reader.read(0);
      stream.checkNotExhausted(limit);
      return image;
    }
  }

  /**
   * The first {@code bands} bands interleaved, 16-bit samples cut to their high byte, others taken
   * as they are.
   *
   * @param raster nobody else's: its own array is returned where it is laid out so already
   */
  static byte[] samples(Raster raster, int bands) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int length = Math.multiplyExact(Math.multiplyExact(width, height), bands);
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getNumBanks() == 1) {
      if (isLaidOutSo(raster, model, buffer, bands)) {
        return buffer.getData();
      }
      byte[] out = new byte[length];
      copyBytes(raster, model, buffer, bands, out);
      return out;
    }
    int shift = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    int all = raster.getNumBands();
    int[] row = new int[Math.multiplyExact(width, all)];
    byte[] out = new byte[length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < bands; band++) {
          out[at++] = (byte) (row[x * all + band] >> shift);
        }
      }
    }
    return out;
  }

  /** The first band with all its 16 bits, the low byte first. */
  static byte[] wholeSamples(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 2)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int sample : row) {
        out[at++] = (byte) sample;
        out[at++] = (byte) (sample >> 8);
      }
    }
    return out;
  }

  private static boolean isLaidOutSo(
      Raster raster, PixelInterleavedSampleModel model, DataBufferByte buffer, int bands) {
    int[] offsets = model.getBandOffsets();
    boolean inOrder = offsets.length == bands && model.getPixelStride() == bands;
    for (int band = 0; inOrder && band < bands; band++) {
      inOrder = offsets[band] == band;
    }
    return inOrder
        && model.getScanlineStride() == raster.getWidth() * bands
        && buffer.getOffset() == 0
        && buffer.getData().length == raster.getWidth() * raster.getHeight() * bands
        && raster.getMinX() == raster.getSampleModelTranslateX()
        && raster.getMinY() == raster.getSampleModelTranslateY();
  }

  private static void copyBytes(
      Raster raster,
      PixelInterleavedSampleModel model,
      DataBufferByte buffer,
      int bands,
      byte[] out) {
    byte[] data = buffer.getData();
    int[] bandOffsets = model.getBandOffsets();
    int step = model.getPixelStride();
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      int pixel =
          buffer.getOffset()
              + (raster.getMinY() - raster.getSampleModelTranslateY() + y)
                  * model.getScanlineStride()
              + (raster.getMinX() - raster.getSampleModelTranslateX()) * step;
      for (int x = 0; x < raster.getWidth(); x++, pixel += step) {
        for (int band = 0; band < bands; band++) {
          out[at++] = data[pixel + bandOffsets[band]];
        }
      }
    }
  }

  /**
   * RGB of a picture whose pixels are packed into numbers, through its colour model (which is plain
   * sRGB for those).
   */
  static byte[] packedRgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    ColorModel colours = image.getColorModel();
    Raster raster = image.getRaster();
    Object element = null;
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        element = raster.getDataElements(x, y, element);
        int argb = colours.getRGB(element);
        out[at++] = (byte) (argb >> 16);
        out[at++] = (byte) (argb >> 8);
        out[at++] = (byte) argb;
      }
    }
    return out;
  }
}
