package org.clip4j.data.image;

import static org.clip4j.data.image.YccToRgb.BLUE_OF_CB;
import static org.clip4j.data.image.YccToRgb.FRACTION_BITS;
import static org.clip4j.data.image.YccToRgb.GREEN_OF_CB;
import static org.clip4j.data.image.YccToRgb.GREEN_OF_CR;
import static org.clip4j.data.image.YccToRgb.HALF;
import static org.clip4j.data.image.YccToRgb.RED_OF_CR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link YccToRgb}'s arithmetic with the Vector API; apart, so that it loads where that is. */
final class VectorYcc {
  private static final VectorSpecies<Integer> EIGHT = IntVector.SPECIES_256;

  private VectorYcc() {}

  /**
   * In place, for a multiple of eight pixels: luminance in the lowest byte, then the differences of
   * blue and red; to red in the lowest byte, then green and blue.
   */
  static void convert(int[] strip) {
    for (int i = 0; i < strip.length; i += EIGHT.length()) {
      IntVector pixel = IntVector.fromArray(EIGHT, strip, i);
      IntVector y = pixel.and(0xff);
      IntVector cb = right(pixel, 8).and(0xff).sub(128);
      IntVector cr = right(pixel, 16).and(0xff).sub(128);
      IntVector red = right(cr.mul(RED_OF_CR).add(HALF), FRACTION_BITS);
      IntVector greens = cb.mul(-GREEN_OF_CB).add(cr.mul(-GREEN_OF_CR));
      IntVector green = right(greens.add(HALF), FRACTION_BITS);
      IntVector blue = right(cb.mul(BLUE_OF_CB).add(HALF), FRACTION_BITS);
      clip(y.add(red))
          .or(left(clip(y.add(green)), 8))
          .or(left(clip(y.add(blue)), 16))
          .intoArray(strip, i);
    }
  }

  private static IntVector right(IntVector value, int bits) {
    return value.lanewise(VectorOperators.ASHR, bits);
  }

  private static IntVector left(IntVector value, int bits) {
    return value.lanewise(VectorOperators.LSHL, bits);
  }

  private static IntVector clip(IntVector value) {
    return value.max(0).min(255);
  }
}
