package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TileRoomTest {

  /** Nor does the square of the edge run over. */
  @Test
  void absurdTilesAreRefused() {
    assertTrue(refusal(Integer.MAX_VALUE).contains(" takes 17592186028032 MiB, "));
  }

  @Test
  void severalTilesShareTheRoom() {
    int tiles = 1 << 20;
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> TileRoom.require("tile", 4096, 4096, tiles))
            .getMessage();
    assertTrue(message.contains(" MiB for each of the 1048576 that are there at"), message);
    Matcher advice = Pattern.compile("take (\\d+) or less$").matcher(message);
    assertTrue(advice.find(), message);
    TileRoom.require("tile", Integer.parseInt(advice.group(1)), 4096, tiles);
  }

  @Test
  void noTileIsLargerThanTheBatch() {
    TileRoom.require("tile", Integer.MAX_VALUE, 64);
    TileRoom.require("tile", 64, Integer.MAX_VALUE);
  }

  /** The edge that the message advises fits, and one more does not. */
  @Test
  void theLargestThatFitsIsNamed() {
    String message = refusal(60_000);
    assertTrue(message.startsWith("tile 60000: a tile of 60000 rows and columns"), message);
    assertTrue(message.contains(" takes 13732 MiB, "), message);
    Matcher advice = Pattern.compile("take (\\d+) or less$").matcher(message);
    assertTrue(advice.find(), message);
    int largest = Integer.parseInt(advice.group(1));
    TileRoom.require("tile", largest, Integer.MAX_VALUE);
    assertTrue(largest <= 23_170, message);
    refusal(largest + 1);
  }

  private static String refusal(int tile) {
    return assertThrows(
            IllegalArgumentException.class, () -> TileRoom.require("tile", tile, Integer.MAX_VALUE))
        .getMessage();
  }
}
