package org.clip4j.data.image.vp8;

/**
 * RFC 6386, sections 9.6 and 15.2: how strongly a macroblock is filtered.
 *
 * @param limit of the difference over an edge inside the macroblock; 0 for no filter
 * @param inner limit of the difference between neighbours on one side of an edge
 * @param varianceThreshold above it a side is taken to be more than noise
 */
record FilterStrength(int limit, int inner, int varianceThreshold) {
  private static final FilterStrength NONE = new FilterStrength(0, 0, 0);
  private static final int LARGEST = 63;

  /** Whether anything is filtered. */
  boolean filters() {
    return limit > 0;
  }

  /** {@code [segment][0 for whole macroblocks, 1 where subblocks are predicted]}. */
  static FilterStrength[][] all(FrameHeader frame) {
    FilterStrength[][] all = new FilterStrength[Segments.COUNT][2];
    FilterHeader header = frame.filter();
    for (int segment = 0; segment < Segments.COUNT; segment++) {
      int level = frame.segments().filterLevel(segment, header.level()) + header.intraDelta();
      all[segment][0] = of(level, header.sharpness());
      all[segment][1] = of(level + header.subblockDelta(), header.sharpness());
    }
    return all;
  }

  private static FilterStrength of(int wanted, int sharpness) {
    int level = Math.max(0, Math.min(LARGEST, wanted));
    if (level == 0) {
      return NONE;
    }
    int inner = level;
    if (sharpness > 0) {
      inner = Math.min(level >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    inner = Math.max(1, inner);
    return new FilterStrength(2 * level + inner, inner, level >= 40 ? 2 : level >= 15 ? 1 : 0);
  }
}
