package org.clip4j.data.image.vp8l;

import java.io.IOException;
import java.util.Arrays;

/**
 * RFC 9649, section 4.4: pixels as places in a palette, of a small palette several in one pixel.
 *
 * @param colours 256 of them; past the palette's end they are 0
 * @param packing bits of the number of places in a pixel
 * @param width pixels in a row
 * @param height rows
 */
record PaletteTransform(int[] colours, int packing, int width, int height) implements Transform {
  static PaletteTransform read(BitReader in, int width, int height) throws IOException {
    int count = 1 + in.read(8);
    int[] colours = PixelReader.readInner(in, count, 1);
    for (int i = 1; i < count; i++) {
      colours[i] = Argb.add(colours[i], colours[i - 1]);
    }
    int packing = count > 16 ? 0 : count > 4 ? 1 : count > 2 ? 2 : 3;
    return new PaletteTransform(Arrays.copyOf(colours, 256), packing, width, height);
  }

  /** Pixels in a row before it is undone. */
  int packedWidth() {
    return Squares.count(width, packing);
  }

  @Override
  public int[] undo(int[] pixels) {
    int[] out = packing == 0 ? pixels : new int[Math.multiplyExact(width, height)];
    int bits = 8 >> packing;
    int inPixel = (1 << packing) - 1;
    int packed = packedWidth();
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        int places = pixels[y * packed + (x >> packing)] >> 8 & 0xff;
        int place = places >> (x & inPixel) * bits & ((1 << bits) - 1);
        out[at] = colours[place];
      }
    }
    return out;
  }
}
