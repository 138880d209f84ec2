package org.clip4j.data.image.vp8;

/**
 * RFC 6386, section 14.1: what the coefficients of a segment are multiplied by; of each kind of
 * block the first coefficient, then the others.
 *
 * @param lumaDc first coefficients of luminance
 * @param lumaAc others
 * @param meansDc first coefficient of the block that holds the sixteen means of a macroblock
 * @param meansAc others
 * @param chromaDc first coefficients of chroma
 * @param chromaAc others
 */
record Quantizer(int lumaDc, int lumaAc, int meansDc, int meansAc, int chromaDc, int chromaAc) {
  private static final int LAST = 127;
  private static final int LAST_CHROMA_DC = 117;

  /** Reads the quantizers of all segments. */
  static Quantizer[] readAll(BoolDecoder in, Segments segments) {
    int ofFrame = in.number(7);
    int lumaDc = in.optionalSigned(4);
    int meansDc = in.optionalSigned(4);
    int meansAc = in.optionalSigned(4);
    int chromaDc = in.optionalSigned(4);
    int chromaAc = in.optionalSigned(4);
    Quantizer[] all = new Quantizer[Segments.COUNT];
    for (int i = 0; i < all.length; i++) {
      int index = segments.quantizer(i, ofFrame);
      all[i] =
          new Quantizer(
              dc(index + lumaDc, LAST),
              ac(index),
              2 * dc(index + meansDc, LAST),
              Math.max(8, ac(index + meansAc) * 155 / 100),
              dc(index + chromaDc, LAST_CHROMA_DC),
              ac(index + chromaAc));
    }
    return all;
  }

  private static int dc(int index, int last) {
    return Tables.DC_STEPS[Math.max(0, Math.min(last, index))];
  }

  private static int ac(int index) {
    return Tables.AC_STEPS[Math.max(0, Math.min(LAST, index))];
  }
}
