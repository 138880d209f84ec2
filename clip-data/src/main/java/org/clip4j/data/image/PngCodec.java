package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.ImageReader;

/**
 * PNG (RFC 2083) through the JDK's reader. The colour type decides the mode: the JDK turns grey of
 * few bits into a palette and a transparent colour into an alpha band, Pillow does neither.
 */
final class PngCodec {
  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 13;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;

  private PngCodec() {}

  static DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    checkChunks(bytes, limit);
    int depth = bytes[SIGNATURE_BYTES + 16];
    int colourType = bytes[SIGNATURE_BYTES + 17];

    BufferedImage image = Rasters.read(reader, bytes, limit);
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (colourType == 3) {
      return Palettes.picture(
          width, height, Rasters.samples(raster, 1), (IndexColorModel) image.getColorModel());
    }
    if (colourType == 0 && depth == 16) {
      return new DecodedImage(PixelMode.GREY16, width, height, Rasters.wholeSamples(raster));
    }
    PixelMode mode =
        switch (colourType) {
          case 0 -> depth == 1 ? PixelMode.BILEVEL : PixelMode.GREY;
          case 2 -> PixelMode.RGB;
          // Pillow has no mode for 16-bit grey with alpha.
          case 4 -> depth == 16 ? PixelMode.RGBA : PixelMode.GREY_ALPHA;
          case 6 -> PixelMode.RGBA;
          default -> throw limit.problem("PNG picture of unknown colour type " + colourType);
        };
    byte[] samples =
        colourType == 4 && depth == 16
            ? repeatGrey(Rasters.samples(raster, 2))
            : Rasters.samples(raster, mode.bands());
    if (depth < 8) {
      stretch(samples, depth);
    }
    return new DecodedImage(mode, width, height, samples);
  }

  /** The size that the first chunk says. */
  static PictureSize size(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    if (bytes.length < SIGNATURE_BYTES + 8 + HEADER_BYTES) {
      throw limit.problem("truncated PNG picture");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, SIGNATURE_BYTES, 16);
    requireHeader(header.getInt(), header.getInt(), limit);
    return new PictureSize(header.getInt(), header.getInt());
  }

  private static void requireHeader(int length, int type, SizeLimit limit)
      throws ImageFormatException {
    if (type != IHDR || length != HEADER_BYTES) {
      throw limit.problem("damaged PNG picture (does not begin with its header)");
    }
  }

  /**
   * Checks the sums of the chunks that make the pixels, which the JDK's reader does not: a flipped
   * bit would come out as a picture of noise.
   */
  private static void checkChunks(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    in.position(SIGNATURE_BYTES);
    boolean first = true;
    while (in.remaining() >= 12) {
      int length = in.getInt();
      int start = in.position();
      int type = in.getInt();
      if (length < 0 || length > in.remaining() - 4) {
        throw limit.problem("truncated PNG picture");
      }
      if (first) {
        requireHeader(length, type, limit);
      }
      first = false;
      in.position(start + 4 + length);
      int expected = in.getInt();
      if (type == IHDR || type == PLTE || type == IDAT) {
        CRC32 sum = new CRC32();
        sum.update(bytes, start, 4 + length);
        if ((int) sum.getValue() != expected) {
          throw limit.problem("damaged PNG picture (wrong check sum at byte " + start + ")");
        }
      }
      if (type == IEND) {
        return;
      }
    }
    if (first) {
      throw limit.problem("truncated PNG picture");
    }
  }

  /** Values of few bits to the full range. */
  private static void stretch(byte[] samples, int depth) {
    int factor = 255 / ((1 << depth) - 1);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (samples[i] * factor);
    }
  }

  private static byte[] repeatGrey(byte[] greyAlpha) {
    byte[] rgba = new byte[Math.multiplyExact(greyAlpha.length, 2)];
    for (int i = 0, out = 0; i < greyAlpha.length; i += 2) {
      rgba[out++] = greyAlpha[i];
      rgba[out++] = greyAlpha[i];
      rgba[out++] = greyAlpha[i];
      rgba[out++] = greyAlpha[i + 1];
    }
    return rgba;
  }
}
