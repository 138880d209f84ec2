package org.clip4j.data.image;

/**
 * The first frame of a GIF (GIF89a specification) and its canvas.
 *
 * @param canvas the picture, grown to what the frame needs as in Pillow, for encoders get it wrong
 * @param left column of the canvas where the frame begins
 * @param top row of the canvas where it begins
 * @param width of the frame
 * @param height of the frame
 * @param background the index of what the frame does not cover
 */
record GifFrame(PictureSize canvas, int left, int top, int width, int height, int background) {

  static GifFrame first(byte[] bytes, SizeLimit limit) throws ImageFormatException {
    return new Search(bytes, limit).frame();
  }

  /** Goes over the blocks before the frame. */
  private static final class Search {
    private static final int HEADER_BYTES = 13;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int GRAPHIC_CONTROL = 0xf9;

    private final byte[] bytes;
    private final SizeLimit limit;
    private int at = HEADER_BYTES;
    private int background;

    Search(byte[] bytes, SizeLimit limit) {
      this.bytes = bytes;
      this.limit = limit;
    }

    GifFrame frame() throws ImageFormatException {
      findFirst();
      int left = u16(at);
      int top = u16(at + 2);
      int width = u16(at + 4);
      int height = u16(at + 6);
      limit.check(width, height);
      PictureSize canvas =
          new PictureSize(Math.max(u16(6), left + width), Math.max(u16(8), top + height));
      return new GifFrame(canvas, left, top, width, height, background);
    }

    /** Leaves {@code at} on the first image descriptor's fields. */
    private void findFirst() throws ImageFormatException {
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
}
