package org.clip4j.data.image.vp8;

/** RFC 6386, section 13.2: the tokens of one block. */
final class TokenReader {
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /** Position in the zigzag to probability band. */
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7};

  /** Probabilities of the bits behind the four largest tokens. */
  private static final int[][] EXTRA_BITS = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  private final int[] probabilities;
  private BoolDecoder in;
  private int dcStep;
  private int acStep;

  TokenReader(int[] probabilities) {
    this.probabilities = probabilities;
  }

  /** From which partition the next blocks are read. */
  void use(BoolDecoder partition) {
    in = partition;
  }

  /** What the coefficients of the next blocks are multiplied by. */
  void steps(int dc, int ac) {
    dcStep = dc;
    acStep = ac;
  }

  /**
   * Reads a block.
   *
   * @param kind of block
   * @param context how many of the two neighbours have coefficients
   * @param from 1 where the first coefficient is sent elsewhere, else 0
   * @param out receives the coefficients, and must hold zeros
   * @param at where they begin
   * @return one more than the last coefficient's place in the zigzag
   */
  int read(int kind, int context, int from, short[] out, int at) {
    int n = from;
    int p = probabilitiesOf(kind, n, context);
    while (in.bit(probabilities[p]) != 0) {
      while (in.bit(probabilities[p + 1]) == 0) {
        if (++n == 16) {
          return 16;
        }
        p = probabilitiesOf(kind, n, 0);
      }
      boolean large = in.bit(probabilities[p + 2]) != 0;
      int value = large ? largeValue(p) : 1;
      int step = n > 0 ? acStep : dcStep;
      // Cut to 16 bits where a damaged file leaves the range, as libwebp does.
      out[at + ZIGZAG[n]] = (short) (in.bit(128) != 0 ? -value * step : value * step);
      if (++n == 16) {
        return 16;
      }
      p = probabilitiesOf(kind, n, large ? 2 : 1);
    }
    return n;
  }

  private static int probabilitiesOf(int kind, int position, int context) {
    return ((kind * 8 + BANDS[position]) * 3 + context) * 11;
  }

  private int largeValue(int p) {
    if (in.bit(probabilities[p + 3]) == 0) {
      return in.bit(probabilities[p + 4]) == 0 ? 2 : 3 + in.bit(probabilities[p + 5]);
    }
    if (in.bit(probabilities[p + 6]) == 0) {
      if (in.bit(probabilities[p + 7]) == 0) {
        return 5 + in.bit(159);
      }
      int high = in.bit(165);
      return 7 + 2 * high + in.bit(145);
    }
    int high = in.bit(probabilities[p + 8]);
    int category = 2 * high + in.bit(probabilities[p + 9 + high]);
    int extra = 0;
    for (int probability : EXTRA_BITS[category]) {
      extra = 2 * extra + in.bit(probability);
    }
    return 3 + (8 << category) + extra;
  }
}
