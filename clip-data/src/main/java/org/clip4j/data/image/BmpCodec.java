package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;

/** BMP through the JDK's reader; alpha, which few writers set, is dropped. */
final class BmpCodec {
  private BmpCodec() {}

  static DecodedImage decode(ImageReader reader, ByteArrayImageStream stream, SizeLimit limit)
      throws IOException {
    reader.setInput(stream, true, true);
    limit.check(reader);
    BufferedImage image = reader.read(0);
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getColorModel() instanceof IndexColorModel colours) {
      return Palettes.greyIfRamp(width, height, Rasters.samples(image.getRaster(), 1), colours);
    }
    byte[] rgb =
        image.getColorModel() instanceof ComponentColorModel && image.getRaster().getNumBands() >= 3
            ? Rasters.samples(image.getRaster(), 3)
            : Rasters.packedRgb(image);
    return new DecodedImage(PixelMode.RGB, width, height, rgb);
  }
}
