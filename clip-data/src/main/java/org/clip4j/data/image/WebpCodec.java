package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/** WebP through TwelveMonkeys' reader: the first frame of an animation. */
final class WebpCodec {
  private WebpCodec() {}

  static DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    byte[] checked = WebpContainer.check(bytes, limit);
    try (ByteArrayImageStream stream = new ByteArrayImageStream(checked)) {
      reader.setInput(stream, true, true);
      limit.check(reader);
      BufferedImage image = reader.read(0);
      PixelMode mode = image.getRaster().getNumBands() == 4 ? PixelMode.RGBA : PixelMode.RGB;
      byte[] samples = Rasters.samples(image.getRaster(), mode.bands());
      return new DecodedImage(mode, image.getWidth(), image.getHeight(), samples);
    }
  }
}
