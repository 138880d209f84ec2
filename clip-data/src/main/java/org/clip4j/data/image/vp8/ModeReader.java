package org.clip4j.data.image.vp8;

import java.util.Arrays;

/** RFC 6386, sections 8, 11 and 19.3: segment, skipping and prediction modes of macroblocks. */
final class ModeReader {
  /** Branches of a subblock's mode: positive, the next branch; else a mode, negated. */
  private static final int[] SUBBLOCK_TREE = {
    -SubblockPrediction.MEAN,
    1,
    -SubblockPrediction.TRUE_MOTION,
    2,
    -SubblockPrediction.VERTICAL,
    3,
    4,
    6,
    -SubblockPrediction.HORIZONTAL,
    5,
    -SubblockPrediction.RIGHT_DOWN,
    -SubblockPrediction.VERTICAL_RIGHT,
    -SubblockPrediction.LEFT_DOWN,
    7,
    -SubblockPrediction.VERTICAL_LEFT,
    8,
    -SubblockPrediction.HORIZONTAL_DOWN,
    -SubblockPrediction.HORIZONTAL_UP
  };

  private final FrameHeader frame;
  private final BoolDecoder in;

  /** Modes of the subblocks above, and of those to the left, which are the context of the next. */
  private final int[] above;

  private final int[] left = new int[4];

  ModeReader(FrameHeader frame) {
    this.frame = frame;
    this.in = frame.modes();
    this.above = new int[4 * frame.columns()];
  }

  /** To be called before the first macroblock of each row. */
  void beginRow() {
    Arrays.fill(left, SubblockPrediction.MEAN);
  }

  void read(Macroblock block) {
    block.segment = frame.segments().readSegment(in);
    block.skipped = frame.skipProbability() >= 0 && in.flag(frame.skipProbability());
    block.bySubblock = !in.flag(145);
    if (block.bySubblock) {
      readSubblocks(block);
    } else {
      block.luma =
          in.flag(156)
              ? in.flag(128) ? PredictionMode.TRUE_MOTION : PredictionMode.HORIZONTAL
              : in.flag(163) ? PredictionMode.VERTICAL : PredictionMode.MEAN;
      int alike = SubblockPrediction.like(block.luma);
      Arrays.fill(left, alike);
      Arrays.fill(above, 4 * block.column, 4 * block.column + 4, alike);
    }
    block.chroma = readChroma();
  }

  private void readSubblocks(Macroblock block) {
    int first = 4 * block.column;
    for (int y = 0; y < 4; y++) {
      int mode = left[y];
      for (int x = 0; x < 4; x++) {
        mode = readSubblock((above[first + x] * SubblockPrediction.MODES + mode) * 9);
        above[first + x] = mode;
        block.subblocks[4 * y + x] = mode;
      }
      left[y] = mode;
    }
  }

  private int readSubblock(int probabilities) {
    int branch = SUBBLOCK_TREE[in.bit(Tables.SUBBLOCK_MODES[probabilities])];
    while (branch > 0) {
      int bit = in.bit(Tables.SUBBLOCK_MODES[probabilities + branch]);
      branch = SUBBLOCK_TREE[2 * branch + bit];
    }
    return -branch;
  }

  private PredictionMode readChroma() {
    if (!in.flag(142)) {
      return PredictionMode.MEAN;
    }
    if (!in.flag(114)) {
      return PredictionMode.VERTICAL;
    }
    return in.flag(183) ? PredictionMode.TRUE_MOTION : PredictionMode.HORIZONTAL;
  }
}
