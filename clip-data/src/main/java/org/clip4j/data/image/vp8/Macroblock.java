package org.clip4j.data.image.vp8;

/** What is known of the macroblock at hand: 16x16 pixels of luminance, 8x8 of each chroma. */
final class Macroblock {
  static final int LUMA_BLOCKS = 16;
  static final int BLOCKS = 24;

  /** Column and row among the macroblocks. */
  int column;

  int row;

  int segment;

  /** Whether each of its sixteen subblocks is predicted by itself. */
  boolean bySubblock;

  /** How luminance is predicted, unless by subblock. */
  PredictionMode luma;

  /** How each subblock is predicted, by its number in {@link SubblockPrediction}. */
  final int[] subblocks = new int[LUMA_BLOCKS];

  PredictionMode chroma;

  /** Whether it says that it has no coefficients. */
  boolean skipped;

  /**
   * Coefficients, {@code [24][16]}: sixteen subblocks of luminance, four of each chroma. Cleared by
   * whoever has used them.
   */
  final short[] coefficients = new short[BLOCKS * 16];

  /** Whether a block has any coefficient but the first. */
  final boolean[] beyondFirst = new boolean[BLOCKS];

  /** Whether any block has a coefficient other than zero. */
  boolean coded;
}
