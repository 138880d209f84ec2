package org.clip4j.data.image.vp8;

import java.util.Arrays;

/** RFC 6386, section 13: the coefficients of a macroblock, dequantized. */
final class CoefficientReader {
  /** Kinds of blocks, each with probabilities of its own. */
  private static final int LUMA_WITHOUT_FIRST = 0;

  private static final int MEANS = 1;
  private static final int CHROMA = 2;
  private static final int LUMA = 3;

  private final FrameHeader frame;
  private final TokenReader tokens;

  /**
   * For each column: whether the blocks above had coefficients, four of luma, two of each chroma.
   */
  private final boolean[] above;

  private final boolean[] left = new boolean[8];
  private final boolean[] meansAbove;
  private boolean meansLeft;
  private final short[] means = new short[16];

  CoefficientReader(FrameHeader frame) {
    this.frame = frame;
    this.tokens = new TokenReader(frame.coefficients());
    this.above = new boolean[8 * frame.columns()];
    this.meansAbove = new boolean[frame.columns()];
  }

  /** To be called before the first macroblock of each row. */
  void beginRow() {
    Arrays.fill(left, false);
    meansLeft = false;
  }

  /** Reads the coefficients of a macroblock, or notes that it has none. */
  void read(BoolDecoder in, Macroblock block) {
    block.coded = false;
    if (block.skipped) {
      Arrays.fill(left, false);
      Arrays.fill(above, 8 * block.column, 8 * block.column + 8, false);
      if (!block.bySubblock) {
        meansLeft = false;
        meansAbove[block.column] = false;
      }
      return;
    }
    tokens.use(in);
    Quantizer quantizer = frame.quantizers()[block.segment];
    int kind = LUMA;
    if (!block.bySubblock) {
      kind = LUMA_WITHOUT_FIRST;
      readMeans(quantizer, block);
    }
    tokens.steps(quantizer.lumaDc(), quantizer.lumaAc());
    readSquare(block, kind, 0, 4, 0);
    tokens.steps(quantizer.chromaDc(), quantizer.chromaAc());
    readSquare(block, CHROMA, 16, 2, 4);
    readSquare(block, CHROMA, 20, 2, 6);
  }

  private void readMeans(Quantizer quantizer, Macroblock block) {
    Arrays.fill(means, (short) 0);
    tokens.steps(quantizer.meansDc(), quantizer.meansAc());
    int context = (meansLeft ? 1 : 0) + (meansAbove[block.column] ? 1 : 0);
    boolean any = tokens.read(MEANS, context, 0, means, 0) > 0;
    meansLeft = any;
    meansAbove[block.column] = any;
    InverseTransform.means(means, block.coefficients);
  }

  /**
   * @param first number of the first block
   * @param edge blocks in a row and in a column
   * @param context where the flags of these blocks begin
   */
  private void readSquare(Macroblock block, int kind, int first, int edge, int context) {
    int from = kind == LUMA_WITHOUT_FIRST ? 1 : 0;
    int top = 8 * block.column + context;
    for (int y = 0; y < edge; y++) {
      boolean before = left[context + y];
      for (int x = 0; x < edge; x++) {
        int number = first + edge * y + x;
        int flags = (before ? 1 : 0) + (above[top + x] ? 1 : 0);
        int end = tokens.read(kind, flags, from, block.coefficients, 16 * number);
        before = end > from;
        above[top + x] = before;
        block.beyondFirst[number] = end > 1;
        block.coded |= end > 1 || block.coefficients[16 * number] != 0;
      }
      left[context + y] = before;
    }
  }
}
