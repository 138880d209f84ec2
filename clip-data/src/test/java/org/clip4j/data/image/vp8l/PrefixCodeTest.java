package org.clip4j.data.image.vp8l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrefixCodeTest {
  private static int read(PrefixCode code, int bits) {
    byte[] bytes = {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16)};
    return code.read(new BitReader(bytes, 0, bytes.length));
  }

  @Test
  void oneSymbolTakesNoBits() throws IOException {
    PrefixCode code = new PrefixCode(new int[] {0, 0, 7, 0});
    BitReader in = new BitReader(new byte[0], 0, 0);
    assertEquals(2, code.read(in));
    in.checkNotExhausted();
  }

  @Test
  void shorterCodesAreSmallerNumbers() throws IOException {
    // 1: 0, 0: 10, 2: 110, 3: 111, from the lowest bit on.
    PrefixCode code = new PrefixCode(new int[] {2, 1, 3, 3});
    assertEquals(1, read(code, 0b0));
    assertEquals(0, read(code, 0b01));
    assertEquals(2, read(code, 0b011));
    assertEquals(3, read(code, 0b111));
  }

  /** Every code word of a random complete code, those past the table among them. */
  @Property(tries = 100)
  void readsWhatCanonicalCodesSay(@ForAll Random random) throws IOException {
    int[] lengths = completeLengths(random);
    PrefixCode code = new PrefixCode(lengths);
    int word = 0;
    for (int length = 1; length <= PrefixCode.LONGEST; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          int bits = Integer.reverse(word++) >>> (Integer.SIZE - length);
          assertEquals(symbol, read(code, bits | random.nextInt() << length));
        }
      }
      word <<= 1;
    }
  }

  /** Leaves of a tree that grows at random, in random order. */
  private static int[] completeLengths(Random random) {
    int[] leaves = new int[300];
    leaves[0] = 1;
    leaves[1] = 1;
    int count = 2;
    for (int i = 0; i < 250; i++) {
      int leaf = random.nextInt(4) == 0 ? random.nextInt(count) : count - 1;
      if (leaves[leaf] < PrefixCode.LONGEST) {
        leaves[count++] = ++leaves[leaf];
      }
    }
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int length = leaves[i];
      leaves[i] = leaves[other];
      leaves[other] = length;
    }
    return Arrays.copyOf(leaves, count);
  }

  @Test
  void refusesWhatIsNoCode() {
    assertThrows(IOException.class, () -> new PrefixCode(new int[] {1, 1, 1}));
    assertThrows(IOException.class, () -> new PrefixCode(new int[] {1, 2}));
    assertThrows(IOException.class, () -> new PrefixCode(new int[5]));
  }

  @Test
  void bitsPastTheEndAreNoticed() throws IOException {
    BitReader in = new BitReader(new byte[] {1, (byte) 0xff, 3, 1}, 1, 2);
    assertEquals(0x3ff, in.read(10));
    assertEquals(0, in.read(6));
    in.checkNotExhausted();
    assertEquals(0, in.read(1));
    assertThrows(EOFException.class, in::checkNotExhausted);
  }
}
