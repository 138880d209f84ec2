package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;

/** WebP (RFC 9649) through TwelveMonkeys' reader. */
final class WebpCodec {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int COLOUR_PROFILE = fourCc("ICCP");

  private WebpCodec() {}

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }

  static DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    try (ByteArrayImageStream stream =
        new ByteArrayImageStream(withoutColourProfile(bytes, limit))) {
      reader.setInput(stream, true, true);
      limit.check(reader);
      BufferedImage image = reader.read(0);
      int bands = image.getRaster().getNumBands();
      PixelMode mode = bands == 4 ? PixelMode.RGBA : PixelMode.RGB;
      return new DecodedImage(
          mode,
          image.getWidth(),
          image.getHeight(),
          Rasters.samples(image.getRaster(), mode.bands()));
    }
  }

  /**
   * Checks the chunks' lengths, and blanks a colour profile, which this reader would apply and
   * Pillow does not.
   */
  private static byte[] withoutColourProfile(byte[] bytes, SizeLimit limit)
      throws ImageFormatException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long claimed = 8 + Integer.toUnsignedLong(in.getInt(4));
    if (claimed > bytes.length) {
      throw limit.problem("truncated WEBP picture (" + bytes.length + " of " + claimed + " bytes)");
    }
    byte[] result = bytes;
    long at = RIFF_HEADER_BYTES;
    while (at + 8 <= claimed) {
      int type = in.getInt((int) at);
      long length = Integer.toUnsignedLong(in.getInt((int) at + 4));
      if (at + 8 + length > claimed) {
        throw limit.problem("damaged WEBP picture (a chunk of " + length + " bytes does not fit)");
      }
      if (type == COLOUR_PROFILE) {
        result = bytes.clone();
        ByteBuffer.wrap(result).putInt((int) at, fourCc("junk"));
      }
      at += 8 + length + (length & 1);
    }
    return result;
  }
}
