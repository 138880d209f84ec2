package org.clip4j.encoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.encoders.config.TextConfig;
import org.junit.jupiter.api.Test;

class TokenBatchTest {

  private static final TextConfig CONFIG = new TextConfig(6, 100, 8, 2, 1, 4);

  @Test
  void packsPaddedAndUnpaddedAlike() {
    TokenBatch batch =
        TokenBatch.pack(new int[][] {{98, 5, 99, 0, 0, 0}, {98, 99}, {98, 1, 2, 3, 4, 99}}, CONFIG);
    assertArrayEquals(new int[] {98, 5, 99, 98, 99, 98, 1, 2, 3, 4, 99}, batch.ids());
    assertArrayEquals(new int[] {0, 1, 2, 0, 1, 0, 1, 2, 3, 4, 5}, batch.positions());
    assertArrayEquals(new int[] {2, 4, 10}, batch.ends());
    assertEquals(6, batch.sequences().longest());
  }

  @Test
  void theEndIsTheFirstOfTheHighestIds() {
    TokenBatch batch = TokenBatch.pack(new int[][] {{98, 99, 7, 99}}, CONFIG);
    assertArrayEquals(new int[] {98, 99}, batch.ids());
  }

  @Test
  void someOfTheCaptionsAreWhatTheyArePackedAlone() {
    int[][] all = {{98, 5, 99, 0, 0, 0}, {98, 99}, {98, 1, 2, 3, 4, 99}, {98, 7, 99}};
    TokenBatch some = TokenBatch.pack(all, CONFIG).slice(1, 3);
    TokenBatch alone = TokenBatch.pack(new int[][] {all[1], all[2]}, CONFIG);
    assertArrayEquals(alone.ids(), some.ids());
    assertArrayEquals(alone.positions(), some.positions());
    assertArrayEquals(alone.ends(), some.ends());
    assertArrayEquals(alone.lengths(), some.lengths());
    assertEquals(2, some.size());
  }

  @Test
  void refusesWhatTheModelCannotRead() {
    assertMessage("Caption 1, token 2: id 100 is outside", new int[][] {{98, 99}, {98, 3, 100}});
    assertMessage("id -1 is outside", new int[][] {{98, -1, 99}});
    assertMessage("Caption 0 has no tokens", new int[][] {{}});
    assertMessage("context_length is 6", new int[][] {{98, 1, 1, 1, 1, 1, 99}});
  }

  private static void assertMessage(String part, int[][] captions) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TokenBatch.pack(captions, CONFIG));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
