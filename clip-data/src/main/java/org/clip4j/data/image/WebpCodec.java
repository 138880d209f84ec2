package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * WebP through TwelveMonkeys' reader: the first frame of an animation.
 *
 * <p>Lossless pictures are exact. Of lossy ones lightness is (within a few levels at block edges),
 * colour is not: this reader repeats chroma samples where libwebp interpolates them, which shows at
 * sharp edges between colours.
 */
final class WebpCodec {
  private WebpCodec() {}

  static DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    // This reader looks ahead past the end of sound files; the container has the lengths.
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
