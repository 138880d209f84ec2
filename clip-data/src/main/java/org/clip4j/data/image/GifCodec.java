package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;

/**
 * The first frame of a GIF through the JDK's reader, on its canvas: pixels that the frame does not
 * cover have the transparent index where there is one, else index 0, as in Pillow.
 */
final class GifCodec {
  private final GifFrame at;

  /**
   * @param at where the frame is, on a canvas whose size is allowed
   */
  GifCodec(GifFrame at) {
    this.at = at;
  }

  DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    BufferedImage frame = Rasters.read(reader, bytes, limit);
    byte[] indices = Rasters.samples(frame.getRaster(), 1);
    int width = at.canvas().width();
    int height = at.canvas().height();
    if (at.width() != width || at.height() != height) {
      byte[] canvas = new byte[Math.multiplyExact(width, height)];
      Arrays.fill(canvas, (byte) at.background());
      for (int y = 0; y < at.height(); y++) {
        int to = (at.top() + y) * width + at.left();
        System.arraycopy(indices, y * at.width(), canvas, to, at.width());
      }
      indices = canvas;
    }
    return Palettes.greyIfRamp(width, height, indices, (IndexColorModel) frame.getColorModel());
  }
}
