package org.clip4j.data.image;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RgbAcross} with the Vector API: a vector of eight holds two pixels, and the first two
 * values of a third whose weights are 0.
 */
final class VectorAcross implements RgbAcross {
  /** Wider pictures would need much memory for their weights. */
  static final int MOST_COLUMNS = 1 << 14;

  private static final VectorSpecies<Integer> EIGHT = IntVector.SPECIES_256;
  private static final VectorSpecies<Byte> EIGHT_BYTES = ByteVector.SPECIES_64;
  private static final int TWO_PIXELS = 6;

  /** The second pixel in the place of the first. */
  private static final VectorShuffle<Integer> SECOND =
      VectorShuffle.fromValues(EIGHT, 3, 4, 5, 0, 1, 2, 6, 7);

  private final Plane source;
  private final int size;

  /** Where in a line each column of the result begins to read. */
  private final int[] begin;

  /** For each column of the result and each two taps a vector of weights. */
  private final int[] weights;

  private final int vectors;

  /** Rows of the source, widened to integers; zeros behind. */
  private final int[][] lines;

  VectorAcross(Plane source, Taps columns) {
    this.source = source;
    this.size = columns.size();
    this.begin = new int[size];
    int most = 1;
    for (int x = 0; x < size; x++) {
      begin[x] = 3 * columns.first(x);
      most = Math.max(most, columns.end(x) - columns.first(x));
    }
    this.vectors = (most + 1) / 2;
    this.weights = new int[Math.multiplyExact(size, vectors * EIGHT.length())];
    for (int x = 0; x < size; x++) {
      for (int tap = 0; tap < columns.end(x) - columns.first(x); tap++) {
        int weight = columns.weights()[columns.weightsAt(x) + tap];
        int at = (x * vectors + tap / 2) * EIGHT.length() + 3 * (tap % 2);
        weights[at] = weight;
        weights[at + 1] = weight;
        weights[at + 2] = weight;
      }
    }
    this.lines = new int[ROWS][3 * source.width() + TWO_PIXELS * vectors + EIGHT.length()];
  }

  /** Whether this processor has such vectors. */
  static boolean isFast() {
    return IntVector.SPECIES_PREFERRED.length() >= EIGHT.length();
  }

  @Override
  public void run(int row, int end, int[][] sums) {
    for (int i = 0; i < ROWS; i++) {
      widen(source.samples(), source.at(Math.min(row + i, end - 1)), lines[i], 3 * source.width());
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
      for (int i = 0; i < vectors; i++, at += TWO_PIXELS, weight += EIGHT.length()) {
        IntVector w = IntVector.fromArray(EIGHT, weights, weight);
        a = a.add(IntVector.fromArray(EIGHT, first, at).mul(w));
        b = b.add(IntVector.fromArray(EIGHT, second, at).mul(w));
        c = c.add(IntVector.fromArray(EIGHT, third, at).mul(w));
        d = d.add(IntVector.fromArray(EIGHT, fourth, at).mul(w));
      }
      // Of each vector three values count; the next column's overwrite the rest.
      a.add(a.rearrange(SECOND)).intoArray(sums[0], 3 * x);
      b.add(b.rearrange(SECOND)).intoArray(sums[1], 3 * x);
      c.add(c.rearrange(SECOND)).intoArray(sums[2], 3 * x);
      d.add(d.rearrange(SECOND)).intoArray(sums[3], 3 * x);
    }
  }

  private static void widen(byte[] samples, int at, int[] line, int count) {
    int whole = count - count % EIGHT.length();
    for (int i = 0; i < whole; i += EIGHT.length()) {
      ByteVector eight = ByteVector.fromArray(EIGHT_BYTES, samples, at + i);
      IntVector wide = (IntVector) eight.convertShape(VectorOperators.B2I, EIGHT, 0);
      wide.and(0xff).intoArray(line, i); // The conversion keeps the sign.
    }
    for (int i = whole; i < count; i++) {
      line[i] = samples[at + i] & 0xff;
    }
  }
}
