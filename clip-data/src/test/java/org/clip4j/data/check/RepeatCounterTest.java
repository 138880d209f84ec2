package org.clip4j.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.clip4j.data.check.Repeats.Repeat;
import org.junit.jupiter.api.Test;

class RepeatCounterTest {

  /** Against a map that remembers everything. */
  @Property(tries = 50)
  void countsExactlyUpToItsCapacity(@ForAll long seed) {
    Random random = new Random(seed);
    RepeatCounter counter = new RepeatCounter(4000);
    Map<String, Long> all = new HashMap<>();
    long repeated = 0;
    int kinds = 1 + random.nextInt(4000);
    for (int i = 0; i < 6000; i++) {
      String text = "t" + (int) (kinds * random.nextDouble() * random.nextDouble());
      boolean before = all.merge(text, 1L, Long::sum) > 1;
      assertEquals(before, counter.add(text));
      repeated += before ? 1 : 0;
    }
    Repeats result = counter.result();
    assertTrue(result.exact());
    assertEquals(all.size(), result.different());
    assertEquals(repeated, result.repeated());
    List<Long> most =
        all.values().stream()
            .filter(n -> n > 1)
            .sorted(Comparator.reverseOrder())
            .limit(5)
            .toList();
    assertEquals(most, result.most().stream().map(Repeat::times).toList());
    for (Repeat shown : result.most()) {
      assertEquals(all.get(shown.text()), shown.times());
    }
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      texts.add("text " + i);
      if (i % 5 == 0) {
        texts.add("text " + i);
      }
    }
    return texts;
  }

  @Test
  void estimatesBeyondItInTheSameMemoryAndInAnyOrder() {
    List<String> texts = texts();
    RepeatCounter counter = new RepeatCounter(2000);
    texts.forEach(counter::add);
    Repeats result = counter.result();
    assertFalse(result.exact());
    assertTrue(result.most().isEmpty());
    // A sample of some 1,000 to 2,000: a standard error of 3%, and of 7% for a fifth of them.
    assertEquals(100_000, result.different(), 12_000);
    assertEquals(20_000, result.repeated(), 5_000);
    Collections.shuffle(texts, new Random(3));
    RepeatCounter shuffled = new RepeatCounter(2000);
    texts.forEach(shuffled::add);
    assertEquals(result, shuffled.result());
  }

  @Test
  void longTextsAreShownCut() {
    RepeatCounter counter = new RepeatCounter(10);
    counter.add("\ud83d\ude00".repeat(500));
    assertTrue(counter.add("\ud83d\ude00".repeat(500)));
    assertEquals(
        List.of(new Repeat("\ud83d\ude00".repeat(200) + "...", 2)), counter.result().most());
  }
}
