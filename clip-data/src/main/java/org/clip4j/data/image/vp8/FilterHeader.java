package org.clip4j.data.image.vp8;

/**
 * RFC 6386, sections 9.3 and 9.6: what the frame says of its loop filter.
 *
 * @param simple the filter that only looks at luminance
 * @param level strength of the frame, 0 for none
 * @param sharpness how much weaker it gets where there is detail
 * @param intraDelta added to the strength of every macroblock of a key frame
 * @param subblockDelta added where each subblock is predicted by itself
 */
record FilterHeader(boolean simple, int level, int sharpness, int intraDelta, int subblockDelta) {
  private static final int DELTAS = 4;

  static FilterHeader read(BoolDecoder in) {
    boolean simple = in.flag();
    int level = in.number(6);
    int sharpness = in.number(3);
    int[] byReference = new int[DELTAS];
    int[] byMode = new int[DELTAS];
    boolean deltas = in.flag();
    if (deltas && in.flag()) {
      readDeltas(in, byReference);
      readDeltas(in, byMode);
    }
    // The others are for frames that are not key frames.
    return new FilterHeader(simple, level, sharpness, byReference[0], byMode[0]);
  }

  private static void readDeltas(BoolDecoder in, int[] deltas) {
    for (int i = 0; i < DELTAS; i++) {
      deltas[i] = in.optionalSigned(6);
    }
  }
}
