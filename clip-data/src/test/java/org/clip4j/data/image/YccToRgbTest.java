package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The strips against the plain loop. */
class YccToRgbTest {
  @Test
  void everyColourComesOutTheSame() {
    byte[] samples = new byte[3 << 16];
    for (int y = 0; y < 256; y++) {
      for (int chroma = 0; chroma < 1 << 16; chroma++) {
        samples[3 * chroma] = (byte) y;
        samples[3 * chroma + 1] = (byte) chroma;
        samples[3 * chroma + 2] = (byte) (chroma >> 8);
      }
      assertSame(samples);
    }
  }

  @Test
  void atEverySize() {
    Random random = new Random(1);
    for (int pixels : new int[] {1, 2, 3, 7, 8, 9, 1023, 1024, 1025, 1026, 2048, 2049, 5000}) {
      byte[] samples = new byte[3 * pixels];
      random.nextBytes(samples);
      assertSame(samples);
    }
  }

  private static void assertSame(byte[] samples) {
    byte[] expected = samples.clone();
    YccToRgb.plain(expected, 0, 3);
    byte[] actual = samples.clone();
    YccToRgb.inStrips(actual);
    assertArrayEquals(expected, actual);
  }
}
