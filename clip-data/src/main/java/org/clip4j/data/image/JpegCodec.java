package org.clip4j.data.image;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * JPEG through the JDK's reader (the IJG library), taking the stored components and doing the
 * colour conversion here: the JDK guesses colour spaces where libjpeg, and so Pillow, follows the
 * markers, and it does not convert four components at all.
 */
final class JpegCodec {
  private final JpegMarkers markers;

  /**
   * @param markers the picture's, whose size is allowed
   */
  JpegCodec(JpegMarkers markers) {
    this.markers = markers;
  }

  DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    Raster raster = read(reader, markers.withoutProfile(bytes), limit);
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    byte[] samples = Rasters.samples(raster, bands);
    return switch (bands) {
      case 1 -> new DecodedImage(PixelMode.GREY, width, height, samples);
      case 3 -> {
        if (markers.isYcc()) {
          YccToRgb.convert(samples);
        }
        yield new DecodedImage(PixelMode.RGB, width, height, samples);
      }
      case 4 -> {
        toInks(samples, markers.isYcc());
        yield new DecodedImage(PixelMode.CMYK, width, height, samples);
      }
      default ->
          throw limit.problem("a JPEG picture of " + bands + " components; 1, 3 or 4 can be read");
    };
  }

  private static Raster read(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    try (ByteArrayImageStream stream = new ByteArrayImageStream(bytes)) {
      reader.setInput(stream, true, true);
      limit.check(reader);
      Raster raster = reader.readRaster(0, null);
      stream.checkNotExhausted(limit);
      return raster;
    }
  }

  /**
   * Four components are stored inverted (255 is no ink), as Adobe's programs do and Pillow takes
   * for granted. Where the first three are luminance and chroma, their conversion gives the
   * complement already.
   */
  private static void toInks(byte[] samples, boolean ycc) {
    if (ycc) {
      YccToRgb.plain(samples, 0, 4);
    }
    for (int i = 0; i < samples.length; i += 4) {
      samples[i + 3] = (byte) ~samples[i + 3];
      if (!ycc) {
        samples[i] = (byte) ~samples[i];
        samples[i + 1] = (byte) ~samples[i + 1];
        samples[i + 2] = (byte) ~samples[i + 2];
      }
    }
  }
}
