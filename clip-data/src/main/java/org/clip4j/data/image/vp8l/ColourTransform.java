package org.clip4j.data.image.vp8l;

import java.io.IOException;

/**
 * RFC 9649, section 4.2: red and blue less what green, and of blue also red, let expect.
 *
 * @param factors of each square
 * @param bits of the edge of a square
 * @param width pixels in a row
 */
record ColourTransform(int[] factors, int bits, int width) implements Transform {
  static ColourTransform read(BitReader in, int width, int height) throws IOException {
    int bits = 2 + in.read(3);
    int[] factors =
        PixelReader.readInner(in, Squares.count(width, bits), Squares.count(height, bits));
    return new ColourTransform(factors, bits, width);
  }

  @Override
  public int[] undo(int[] pixels) {
    int columns = Squares.count(width, bits);
    for (int row = 0, y = 0; row < pixels.length; row += width, y++) {
      int squares = (y >> bits) * columns;
      for (int x = 0; x < width; x++) {
        pixels[row + x] = undo(pixels[row + x], factors[squares + (x >> bits)]);
      }
    }
    return pixels;
  }

  private static int undo(int argb, int factors) {
    byte green = (byte) (argb >> 8);
    int red = (argb >> 16) + part((byte) factors, green) & 0xff;
    int blue =
        argb + part((byte) (factors >> 8), green) + part((byte) (factors >> 16), (byte) red) & 0xff;
    return argb & 0xff00ff00 | red << 16 | blue;
  }

  private static int part(byte factor, byte colour) {
    return factor * colour >> 5;
  }
}
