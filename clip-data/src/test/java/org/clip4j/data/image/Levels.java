package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How far 8-bit pictures may be from the reference. */
final class Levels {
  private Levels() {}

  /**
   * At most {@code levels} apart, and other than equal in at most the given share of the values.
   */
  static void assertClose(byte[] expected, byte[] actual, int levels, double share, String what) {
    assertEquals(expected.length, actual.length, what);
    int differ = 0;
    int worst = 0;
    for (int i = 0; i < expected.length; i++) {
      int distance = Math.abs((expected[i] & 0xff) - (actual[i] & 0xff));
      worst = Math.max(worst, distance);
      differ += distance == 0 ? 0 : 1;
    }
    String found =
        what + ": " + differ + " of " + expected.length + " values differ, by up to " + worst;
    assertTrue(worst <= levels && differ <= share * expected.length, found);
  }
}
