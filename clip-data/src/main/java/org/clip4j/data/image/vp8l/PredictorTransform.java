package org.clip4j.data.image.vp8l;

import java.io.IOException;

/**
 * Pixels as differences from a guess; each square of the picture says how to guess.
 *
 * @param modes green of each square
 * @param bits of the edge of a square
 * @param width pixels in a row
 */
record PredictorTransform(int[] modes, int bits, int width) implements Transform {
  static PredictorTransform read(BitReader in, int width, int height) throws IOException {
    int bits = 2 + in.read(3);
    int[] modes =
        PixelReader.readInner(in, Squares.count(width, bits), Squares.count(height, bits));
    return new PredictorTransform(modes, bits, width);
  }

  @Override
  public int[] undo(int[] pixels) {
    pixels[0] = Argb.add(pixels[0], Argb.BLACK);
    for (int x = 1; x < width; x++) {
      pixels[x] = Argb.add(pixels[x], pixels[x - 1]);
    }
    int columns = Squares.count(width, bits);
    for (int row = width, y = 1; row < pixels.length; row += width, y++) {
      pixels[row] = Argb.add(pixels[row], pixels[row - width]);
      int squares = (y >> bits) * columns;
      for (int x = 1; x < width; x++) {
        int mode = modes[squares + (x >> bits)] >> 8 & 0xf;
        int at = row + x;
        int above = at - width;
        // Of the last column the pixel above and behind is the first of its own row.
        int guess =
            Predictor.guess(
                mode, pixels[at - 1], pixels[above], pixels[above - 1], pixels[above + 1]);
        pixels[at] = Argb.add(pixels[at], guess);
      }
    }
    return pixels;
  }
}
