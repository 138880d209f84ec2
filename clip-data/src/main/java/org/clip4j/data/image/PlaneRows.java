package org.clip4j.data.image;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rows of an array of three bytes a pixel, widened with the Vector API.
 *
 * @param source of three bands
 */
record PlaneRows(Plane source) implements WideRows {
  private static final VectorSpecies<Integer> EIGHT = IntVector.SPECIES_256;
  private static final VectorSpecies<Byte> EIGHT_BYTES = ByteVector.SPECIES_64;

  @Override
  public int lanes() {
    return 3;
  }

  @Override
  public int before() {
    return 0;
  }

  @Override
  public int width() {
    return source.width();
  }

  @Override
  public void widen(int row, int[] line) {
    widen(source.samples(), source.at(row), line, lanes() * source.width());
  }

  /** Integers of bytes, {@code count} of them. */
  static void widen(byte[] samples, int at, int[] line, int count) {
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
