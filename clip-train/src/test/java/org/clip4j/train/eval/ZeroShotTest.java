package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ZeroShotTest {

  @Property(tries = 100)
  void agreesWithCountingTheBetterClasses(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 90) int images,
      @ForAll @IntRange(min = 1, max = 30) int classes) {
    Random random = new Random(seed);
    Embeddings pictures = RandomRows.corners(random, images, 4);
    Embeddings names = RandomRows.corners(random, classes, 4);
    int[] labels = random.ints(images, 0, classes).toArray();
    int first = 0;
    int five = 0;
    for (int i = 0; i < images; i++) {
      int better = 0;
      double own = dot(pictures, i, names, labels[i]);
      for (int c = 0; c < classes; c++) {
        double other = dot(pictures, i, names, c);
        better += other > own || (other == own && c < labels[i]) ? 1 : 0;
      }
      first += better < 1 ? 1 : 0;
      five += better < 5 ? 1 : 0;
    }

    ZeroShotScore score = ZeroShot.score(pictures, labels, names);

    assertEquals(first, score.top1().hits());
    assertEquals(five, score.top5().hits());
    assertEquals(1.0 / classes, score.top1().chance());
    assertEquals(Math.min(1, 5.0 / classes), score.top5().chance());
  }

  private static double dot(Embeddings a, int i, Embeddings b, int j) {
    double sum = 0;
    for (int k = 0; k < a.width(); k++) {
      sum += a.value(i, k) * b.value(j, k);
    }
    return sum;
  }

  @Test
  void refusesWhatDoesNotFit() {
    Embeddings two = Embeddings.of(new float[] {1, 0, 0, 1}, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> ZeroShot.score(two, new int[] {0}, two));
    IllegalArgumentException label =
        assertThrows(
            IllegalArgumentException.class, () -> ZeroShot.score(two, new int[] {0, 2}, two));
    assertTrue(label.getMessage().contains("Picture 1"), label.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> ZeroShot.score(TopK.search(two, two, 1), new int[] {0, 1}, 2));
  }
}
