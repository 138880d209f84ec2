package org.clip4j.data.image.vp8;

import java.util.Arrays;

/** Predicts macroblocks and adds their coefficients' differences, before the loop filter. */
final class Reconstruction {
  private static final int ABOVE_FRAME = 127;

  private final Samples[] planes;
  private final int columns;
  private final SubblockPrediction subblocks;
  private final int[] rightOfMacroblock = new int[4];
  private final int[] right = new int[4];
  private final int[] scratch = new int[16];

  /**
   * @param planes luminance and both chroma
   * @param columns macroblocks in a row
   */
  Reconstruction(Samples[] planes, int columns) {
    this.planes = planes;
    this.columns = columns;
    this.subblocks = new SubblockPrediction(planes[0]);
  }

  /** Writes the macroblock's pixels, and clears its coefficients for the next. */
  void write(Macroblock block) {
    Samples luma = planes[0];
    int at = luma.at(16 * block.column, 16 * block.row);
    if (block.bySubblock) {
      takeRightOfMacroblock(block, at);
    } else {
      SquarePrediction.predict(block.luma, luma, block.column, block.row, 16);
    }
    for (int number = 0; number < Macroblock.LUMA_BLOCKS; number++) {
      int pixel = at + (number >> 2) * 4 * luma.stride + (number & 3) * 4;
      if (block.bySubblock) {
        subblocks.predict(block.subblocks[number], pixel, rightOf(number, pixel));
      }
      addDifferences(block, number, luma, pixel);
    }
    for (int plane = 1; plane < 3; plane++) {
      Samples chroma = planes[plane];
      SquarePrediction.predict(block.chroma, chroma, block.column, block.row, 8);
      int corner = chroma.at(8 * block.column, 8 * block.row);
      for (int i = 0; i < 4; i++) {
        int pixel = corner + (i >> 1) * 4 * chroma.stride + (i & 1) * 4;
        addDifferences(block, 12 + 4 * plane + i, chroma, pixel);
      }
    }
    if (block.coded) {
      Arrays.fill(block.coefficients, (short) 0);
    }
  }

  private void addDifferences(Macroblock block, int number, Samples samples, int pixel) {
    if (!block.coded) {
      return;
    }
    int first = 16 * number;
    if (block.beyondFirst[number]) {
      InverseTransform.add(block.coefficients, first, samples.data, pixel, samples.stride, scratch);
    } else if (block.coefficients[first] != 0) {
      InverseTransform.addFirst(block.coefficients[first], samples.data, pixel, samples.stride);
    }
  }

  /**
   * What is above the macroblock to the right, which is there before it for the first row alone.
   */
  private void takeRightOfMacroblock(Macroblock block, int at) {
    byte[] data = planes[0].data;
    int above = at - planes[0].stride;
    boolean last = block.column == columns - 1;
    for (int i = 0; i < 4; i++) {
      int inside = data[above + (last ? 15 : 16 + i)] & 0xff;
      rightOfMacroblock[i] = block.row == 0 ? ABOVE_FRAME : inside;
    }
  }

  /** The last subblock of every row has the pixels of the first row's. */
  private int[] rightOf(int number, int pixel) {
    if ((number & 3) == 3) {
      return rightOfMacroblock;
    }
    byte[] data = planes[0].data;
    int from = pixel - planes[0].stride + 4;
    for (int i = 0; i < 4; i++) {
      right[i] = data[from + i] & 0xff;
    }
    return right;
  }
}
