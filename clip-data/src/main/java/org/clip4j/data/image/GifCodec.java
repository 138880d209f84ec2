package org.clip4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageReader;

/**
 * The first frame of a GIF (GIF89a specification), on its canvas: pixels that the frame does not
 * cover have the transparent index where there is one, else index 0, as in Pillow.
 */
final class GifCodec {
  private static final int HEADER_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int GRAPHIC_CONTROL = 0xf9;

  private final byte[] bytes;
  private final SizeLimit limit;
  private int at = HEADER_BYTES;
  private int background;

  GifCodec(byte[] bytes, SizeLimit limit) {
    this.bytes = bytes;
    this.limit = limit;
  }

  static DecodedImage decode(ImageReader reader, byte[] bytes, SizeLimit limit) throws IOException {
    GifCodec gif = new GifCodec(bytes, limit);
    PictureSize size = gif.size();
    int width = size.width();
    int height = size.height();
    limit.check(width, height);
    int left = gif.u16(gif.at);
    int top = gif.u16(gif.at + 2);
    int frameWidth = gif.u16(gif.at + 4);
    int frameHeight = gif.u16(gif.at + 6);

    BufferedImage frame = Rasters.read(reader, bytes, limit);
    byte[] indices = Rasters.samples(frame.getRaster(), 1);
    if (frameWidth != width || frameHeight != height) {
      byte[] canvas = new byte[Math.multiplyExact(width, height)];
      Arrays.fill(canvas, (byte) gif.background);
      for (int y = 0; y < frameHeight; y++) {
        System.arraycopy(indices, y * frameWidth, canvas, (top + y) * width + left, frameWidth);
      }
      indices = canvas;
    }
    return Palettes.greyIfRamp(width, height, indices, (IndexColorModel) frame.getColorModel());
  }

  /**
   * The size of the canvas, grown to what the first frame needs as in Pillow, for encoders get it
   * wrong. Leaves {@code at} on the frame's descriptor.
   */
  PictureSize size() throws ImageFormatException {
    findFirstFrame();
    int frameWidth = u16(at + 4);
    int frameHeight = u16(at + 6);
    limit.check(frameWidth, frameHeight);
    return new PictureSize(
        Math.max(u16(6), u16(at) + frameWidth), Math.max(u16(8), u16(at + 2) + frameHeight));
  }

  /** Leaves {@code at} on the first image descriptor's fields. */
  private void findFirstFrame() throws ImageFormatException {
    int flags = u8(10);
    if ((flags & 0x80) != 0) {
      at += 3 << ((flags & 7) + 1);
    }
    while (u8(at) == EXTENSION) {
      if (u8(at + 1) == GRAPHIC_CONTROL && u8(at + 2) >= 4 && (u8(at + 3) & 1) != 0) {
        background = u8(at + 6);
      }
      at += 2;
      int block = u8(at);
      while (block != 0) {
        at += 1 + block;
        block = u8(at);
      }
      at++;
    }
    if (u8(at) != IMAGE) {
      throw limit.problem("damaged GIF picture (no frame)");
    }
    at++;
  }

  private int u8(int index) throws ImageFormatException {
    if (index >= bytes.length) {
      throw limit.problem("truncated GIF picture");
    }
    return bytes[index] & 0xff;
  }

  private int u16(int index) throws ImageFormatException {
    return u8(index) | u8(index + 1) << 8;
  }
}
