package org.clip4j.data.image.vp8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BoolDecoderTest {
  /** RFC 6386, section 7.3, on one large number instead of with carries. */
  private static byte[] encoded(int[] probabilities, boolean[] bits) {
    BigInteger low = BigInteger.ZERO;
    int range = 255;
    int length = 8;
    for (int i = 0; i < bits.length; i++) {
      int split = 1 + ((range - 1) * probabilities[i] >> 8);
      if (bits[i]) {
        low = low.add(BigInteger.valueOf(split));
      }
      range = bits[i] ? range - split : split;
      while (range < 128) {
        range <<= 1;
        low = low.shiftLeft(1);
        length++;
      }
    }
    int count = (length + 7) / 8 + 1;
    byte[] bytes = new byte[count];
    byte[] number = low.shiftLeft(8 * count - length).toByteArray();
    int unsigned = Math.min(count, number.length);
    System.arraycopy(number, number.length - unsigned, bytes, count - unsigned, unsigned);
    return bytes;
  }

  @Property(tries = 200)
  void readsWhatWasWritten(@ForAll @IntRange(min = 1, max = 600) int count, @ForAll Random random) {
    int[] probabilities = random.ints(count, 1, 256).toArray();
    boolean[] bits = new boolean[count];
    for (int i = 0; i < count; i++) {
      bits[i] = random.nextInt(256) >= probabilities[i];
    }
    byte[] bytes = encoded(probabilities, bits);
    BoolDecoder in = new BoolDecoder(bytes, 0, bytes.length);
    for (int i = 0; i < count; i++) {
      assertEquals(bits[i], in.flag(probabilities[i]), "bit " + i);
    }
    assertFalse(in.ranOut());
  }

  @Test
  void saysWhenItRanOut() {
    assertTrue(new BoolDecoder(new byte[5], 3, 0).ranOut());
    BoolDecoder in = new BoolDecoder(new byte[9], 0, 9);
    assertEquals(0, in.number(24));
    assertFalse(in.ranOut());
    for (int i = 0; i < 100; i++) {
      in.number(24);
    }
    assertTrue(in.ranOut());
  }
}
