package org.clip4j.data.image.vp8;

/**
 * RFC 6386, section 9.3: a frame may sort its macroblocks into four segments, each with a quantizer
 * and a filter strength of its own.
 *
 * @param used whether it does
 * @param mapped whether each macroblock says its segment, else all are of segment 0
 * @param absolute whether the values below stand for themselves, else they are added to the frame's
 * @param quantizers an index for each segment
 * @param filterLevels a filter strength for each segment
 * @param tree probabilities of the three branches of a segment's number
 */
record Segments(
    boolean used,
    boolean mapped,
    boolean absolute,
    int[] quantizers,
    int[] filterLevels,
    int[] tree) {
  static final int COUNT = 4;

  static Segments read(BoolDecoder in) {
    int[] quantizers = new int[COUNT];
    int[] filterLevels = new int[COUNT];
    int[] tree = {255, 255, 255};
    boolean used = in.flag();
    boolean mapped = used && in.flag();
    boolean absolute = true;
    if (used && in.flag()) {
      absolute = in.flag();
      for (int i = 0; i < COUNT; i++) {
        quantizers[i] = in.optionalSigned(7);
      }
      for (int i = 0; i < COUNT; i++) {
        filterLevels[i] = in.optionalSigned(6);
      }
    }
    if (mapped) {
      for (int i = 0; i < tree.length; i++) {
        tree[i] = in.flag() ? in.number(8) : 255;
      }
    }
    return new Segments(used, mapped, absolute, quantizers, filterLevels, tree);
  }

  /** The quantizer index of a segment. */
  int quantizer(int segment, int ofFrame) {
    return of(quantizers, segment, ofFrame);
  }

  /** The filter strength of a segment. */
  int filterLevel(int segment, int ofFrame) {
    return of(filterLevels, segment, ofFrame);
  }

  private int of(int[] values, int segment, int ofFrame) {
    if (!used) {
      return ofFrame;
    }
    return absolute ? values[segment] : ofFrame + values[segment];
  }

  /** Reads a macroblock's segment. */
  int readSegment(BoolDecoder in) {
    if (!mapped) {
      return 0;
    }
    return in.flag(tree[0]) ? 2 + in.bit(tree[2]) : in.bit(tree[1]);
  }
}
