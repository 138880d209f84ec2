package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;

/** BMP through the JDK's reader; alpha, which few writers set, is dropped. */
final class BmpCodec {
  private static final int OS2_HEADER_BYTES = 12;
  private static final int SMALLEST_FILE = 26;

  private BmpCodec() {}

  static DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    BufferedImage image = Rasters.read(reader, bytes, limit);
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getColorModel() instanceof IndexColorModel colours) {
      byte[] indices = Rasters.samples(image.getRaster(), 1);
      return Palettes.bilevelOrGrey(width, height, indices, colours);
    }
    int bands = image.getRaster().getNumBands();
    if (!(image.getColorModel() instanceof ComponentColorModel) || bands == 2) {
      return new DecodedImage(PixelMode.RGB, width, height, Rasters.packedRgb(image));
    }
    PixelMode mode = bands == 1 ? PixelMode.GREY : PixelMode.RGB;
    return new DecodedImage(mode, width, height, Rasters.samples(image.getRaster(), mode.bands()));
  }

  /** The size that the header says; what is upside down has a negative height there. */
  static PictureSize size(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    if (bytes.length < SMALLEST_FILE) {
      throw limit.problem("truncated BMP picture");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return header.getInt(14) == OS2_HEADER_BYTES
        ? new PictureSize(
            Short.toUnsignedInt(header.getShort(18)), Short.toUnsignedInt(header.getShort(20)))
        : new PictureSize(header.getInt(18), Math.abs(header.getInt(22)));
  }
}
