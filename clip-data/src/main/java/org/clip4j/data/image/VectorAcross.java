package org.clip4j.data.image;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RgbAcross} with the Vector API: a vector of eight holds two pixels, and of three bands the
 * first two values of a third pixel, whose weights are 0.
 */
final class VectorAcross implements RgbAcross {
  /** Wider pictures would need much memory for their weights. */
  static final int MOST_COLUMNS = 1 << 14;

  private static final VectorSpecies<Integer> EIGHT = IntVector.SPECIES_256;

  /** The second pixel in the place of the first, where a pixel has three integers. */
  private static final VectorShuffle<Integer> SECOND_OF_THREE =
      VectorShuffle.fromValues(EIGHT, 3, 4, 5, 0, 1, 2, 6, 7);

  /** The same where it has four. */
  private static final VectorShuffle<Integer> SECOND_OF_FOUR =
      VectorShuffle.fromValues(EIGHT, 4, 5, 6, 7, 0, 1, 2, 3);

  private final WideRows source;
  private final int size;

  /** Integers of a pixel. */
  private final int lanes;

  /** Where in a line each column of the result begins to read. */
  private final int[] begin;

  /** For each column of the result and each two taps a vector of weights. */
  private final int[] weights;

  private final int vectors;

  /** Rows of the source; anything behind. */
  private final int[][] lines;

  VectorAcross(Plane source, Taps columns) {
    this(new PlaneRows(source), columns);
  }

  VectorAcross(WideRows source, Taps columns) {
    this.source = source;
    this.lanes = source.lanes();
    this.size = columns.size();
    this.begin = new int[size];
    int most = 1;
    for (int x = 0; x < size; x++) {
      begin[x] = source.before() + lanes * columns.first(x);
      most = Math.max(most, columns.end(x) - columns.first(x));
    }
    this.vectors = (most + 1) / 2;
    this.weights = new int[Math.multiplyExact(size, vectors * EIGHT.length())];
    for (int x = 0; x < size; x++) {
      for (int tap = 0; tap < columns.end(x) - columns.first(x); tap++) {
        int weight = columns.weights()[columns.weightsAt(x) + tap];
        int at = (x * vectors + tap / 2) * EIGHT.length() + lanes * (tap % 2);
        Arrays.fill(weights, at, at + lanes, weight);
      }
    }
    this.lines = new int[ROWS][lanes * (source.width() + 2 * vectors) + EIGHT.length()];
  }

  /** Whether this processor has such vectors. */
  static boolean isFast() {
    return IntVector.SPECIES_PREFERRED.length() >= EIGHT.length();
  }

  @Override
  public void run(int row, int end, int[][] sums) {
    for (int i = 0; i < ROWS; i++) {
      source.widen(Math.min(row + i, end - 1), lines[i]);
    }
    int[] first = lines[0];
    int[] second = lines[1];
    int[] third = lines[2];
    int[] fourth = lines[3];
    for (int x = 0, weight = 0; x < size; x++) {
      IntVector a = IntVector.zero(EIGHT);
      IntVector b = a;
      IntVector c = a;
      IntVector d = a;
      int at = begin[x];
      for (int i = 0; i < vectors; i++, at += 2 * lanes, weight += EIGHT.length()) {
        IntVector w = IntVector.fromArray(EIGHT, weights, weight);
        a = a.add(IntVector.fromArray(EIGHT, first, at).mul(w));
        b = b.add(IntVector.fromArray(EIGHT, second, at).mul(w));
        c = c.add(IntVector.fromArray(EIGHT, third, at).mul(w));
        d = d.add(IntVector.fromArray(EIGHT, fourth, at).mul(w));
      }
      // Of each vector three values count; the next column's overwrite the rest.
      both(a).intoArray(sums[0], 3 * x);
      both(b).intoArray(sums[1], 3 * x);
      both(c).intoArray(sums[2], 3 * x);
      both(d).intoArray(sums[3], 3 * x);
    }
  }

  /** Each value of the first pixel plus the second's. */
  private IntVector both(IntVector sums) {
    return sums.add(sums.rearrange(lanes == 3 ? SECOND_OF_THREE : SECOND_OF_FOUR));
  }
}
