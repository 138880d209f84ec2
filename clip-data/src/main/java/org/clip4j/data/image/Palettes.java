package org.clip4j.data.image;

import java.awt.image.IndexColorModel;

/** Pictures made of indices into a palette. */
final class Palettes {
  private Palettes() {}

  /** A picture in palette mode, whatever the colours are. */
  static DecodedImage picture(int width, int height, byte[] indices, IndexColorModel colours) {
    byte[] palette = new byte[DecodedImage.PALETTE_BYTES];
    for (int i = 0; i < Math.min(256, colours.getMapSize()); i++) {
      palette[3 * i] = (byte) colours.getRed(i);
      palette[3 * i + 1] = (byte) colours.getGreen(i);
      palette[3 * i + 2] = (byte) colours.getBlue(i);
    }
    return new DecodedImage(PixelMode.PALETTE, width, height, indices, palette);
  }

  /**
   * A grey picture if every colour of the palette is the grey of its own index, else the picture in
   * palette mode: Pillow opens GIF and BMP files so, and the two modes are resized differently.
   */
  static DecodedImage greyIfRamp(int width, int height, byte[] indices, IndexColorModel colours) {
    for (int i = 0; i < colours.getMapSize(); i++) {
      if (colours.getRed(i) != i || colours.getGreen(i) != i || colours.getBlue(i) != i) {
        return picture(width, height, indices, colours);
      }
    }
    return new DecodedImage(PixelMode.GREY, width, height, indices);
  }

  /** Likewise, and a picture of one bit a pixel if the palette is black and white. */
  static DecodedImage bilevelOrGrey(
      int width, int height, byte[] indices, IndexColorModel colours) {
    boolean blackAndWhite =
        colours.getMapSize() == 2
            && (colours.getRGB(0) & 0xffffff) == 0
            && (colours.getRGB(1) & 0xffffff) == 0xffffff;
    if (!blackAndWhite) {
      return greyIfRamp(width, height, indices, colours);
    }
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) -indices[i];
    }
    return new DecodedImage(PixelMode.BILEVEL, width, height, indices);
  }
}
