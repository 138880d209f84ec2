package org.clip4j.data.image.vp8;

/**
 * RFC 6386, section 12.3: predicts 4x4 pixels of luminance from the thirteen around them. These lie
 * in one line, from the lowest on the left over the corner to the last above and to the right:
 *
 * <pre>
 *   4 | 5 6 7 8 | 9 10 11 12
 *   3 |
 *   2 |
 *   1 |
 *   0 |
 * </pre>
 *
 * Most modes continue that edge into the block in one of six directions, smoothed.
 */
final class SubblockPrediction {
  static final int MEAN = 0;
  static final int TRUE_MOTION = 1;
  static final int VERTICAL = 2;
  static final int HORIZONTAL = 3;
  static final int RIGHT_DOWN = 4;
  static final int VERTICAL_RIGHT = 5;
  static final int LEFT_DOWN = 6;
  static final int VERTICAL_LEFT = 7;
  static final int HORIZONTAL_DOWN = 8;
  static final int HORIZONTAL_UP = 9;

  /** How many there are. */
  static final int MODES = 10;

  private static final int CORNER = 4;
  private static final int ABOVE = 5;
  private static final int LAST = 12;

  private final Samples samples;
  private final int[] edge = new int[LAST + 1];
  private int at;

  SubblockPrediction(Samples samples) {
    this.samples = samples;
  }

  /** The mode that a macroblock predicted as a whole counts as, for its neighbours. */
  static int like(PredictionMode mode) {
    return switch (mode) {
      case MEAN -> MEAN;
      case VERTICAL -> VERTICAL;
      case HORIZONTAL -> HORIZONTAL;
      case TRUE_MOTION -> TRUE_MOTION;
    };
  }

  /**
   * Predicts a subblock.
   *
   * @param at where its first pixel is
   * @param right four pixels above and to the right, which are not always those next to it
   */
  void predict(int mode, int at, int[] right) {
    this.at = at;
    if (mode == TRUE_MOTION) {
      SquarePrediction.trueMotion(samples, at, 4);
      return;
    }
    takeEdge(right);
    switch (mode) {
      case MEAN -> mean();
      case VERTICAL -> vertical();
      case HORIZONTAL -> horizontal();
      case RIGHT_DOWN -> rightDown();
      case VERTICAL_RIGHT -> verticalRight();
      case LEFT_DOWN -> leftDown();
      case VERTICAL_LEFT -> verticalLeft();
      case HORIZONTAL_DOWN -> horizontalDown();
      case HORIZONTAL_UP -> horizontalUp();
      default -> throw new AssertionError(mode);
    }
  }

  private void takeEdge(int[] right) {
    byte[] data = samples.data;
    for (int i = 0; i < 4; i++) {
      edge[3 - i] = data[at + i * samples.stride - 1] & 0xff;
      edge[ABOVE + i] = data[at - samples.stride + i] & 0xff;
      edge[ABOVE + 4 + i] = right[i];
    }
    edge[CORNER] = data[at - samples.stride - 1] & 0xff;
  }

  private void set(int x, int y, int value) {
    samples.data[at + y * samples.stride + x] = (byte) value;
  }

  /** Between two neighbours on the edge, the second being {@code i}. */
  private int two(int i) {
    return (edge[i - 1] + edge[i] + 1) >> 1;
  }

  /** Over three neighbours on the edge, {@code i} in the middle; past its ends it is repeated. */
  private int three(int i) {
    int before = edge[Math.max(0, i - 1)];
    int after = edge[Math.min(LAST, i + 1)];
    return (before + 2 * edge[i] + after + 2) >> 2;
  }

  private void mean() {
    int sum = 4;
    for (int i = 0; i < 4; i++) {
      sum += edge[i] + edge[ABOVE + i];
    }
    for (int i = 0; i < 16; i++) {
      set(i & 3, i >> 2, sum >> 3);
    }
  }

  private void vertical() {
    for (int x = 0; x < 4; x++) {
      int value = three(ABOVE + x);
      for (int y = 0; y < 4; y++) {
        set(x, y, value);
      }
    }
  }

  private void horizontal() {
    for (int y = 0; y < 4; y++) {
      int value = three(3 - y);
      for (int x = 0; x < 4; x++) {
        set(x, y, value);
      }
    }
  }

  private void rightDown() {
    for (int i = 0; i < 16; i++) {
      int x = i & 3;
      int y = i >> 2;
      set(x, y, three(CORNER + x - y));
    }
  }

  private void leftDown() {
    for (int i = 0; i < 16; i++) {
      int x = i & 3;
      int y = i >> 2;
      set(x, y, three(ABOVE + 1 + x + y));
    }
  }

  private void verticalRight() {
    for (int x = 0; x < 4; x++) {
      set(x, 0, two(ABOVE + x));
      set(x, 1, three(CORNER + x));
    }
    for (int x = 1; x < 4; x++) {
      set(x, 2, two(CORNER + x));
      set(x, 3, three(CORNER - 1 + x));
    }
    set(0, 2, three(3));
    set(0, 3, three(2));
  }

  private void verticalLeft() {
    for (int x = 0; x < 4; x++) {
      set(x, 0, two(ABOVE + 1 + x));
      set(x, 1, three(ABOVE + 1 + x));
    }
    for (int x = 0; x < 3; x++) {
      set(x, 2, two(ABOVE + 2 + x));
      set(x, 3, three(ABOVE + 2 + x));
    }
    // The format's own exception: these two are one step further.
    set(3, 2, three(ABOVE + 5));
    set(3, 3, three(ABOVE + 6));
  }

  private void horizontalDown() {
    for (int y = 0; y < 4; y++) {
      set(0, y, two(CORNER - y));
      set(1, y, three(CORNER - y));
    }
    set(2, 0, three(ABOVE));
    set(3, 0, three(ABOVE + 1));
    for (int y = 1; y < 4; y++) {
      set(2, y, two(CORNER + 1 - y));
      set(3, y, three(CORNER + 1 - y));
    }
  }

  private void horizontalUp() {
    // Pixels in the order in which the edge runs down on the left, until it ends.
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        int step = x + 2 * y;
        int i = 3 - step / 2;
        if (step > 5) {
          set(x, y, edge[0]);
        } else {
          set(x, y, step % 2 == 0 ? two(i) : three(i - 1));
        }
      }
    }
  }
}
