package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
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
  void classEmbeddingsAreNormalizedMeansInOrder() {
    // 200 classes x 3 templates are 600 prompts: three calls, cut in the middle of a class.
    List<String> names = IntStream.range(0, 200).mapToObj(i -> "name " + i).toList();
    PromptTemplates templates = PromptTemplates.of("{}", "a {}", "the {} here");
    List<Integer> calls = new ArrayList<>();
    Function<List<String>, Embeddings> encoder =
        prompts -> {
          calls.add(prompts.size());
          return embed(prompts);
        };

    Embeddings classes = ZeroShot.classEmbeddings(names, templates, encoder);

    assertEquals(List.of(256, 256, 88), calls);
    for (int i = 0; i < names.size(); i++) {
      Embeddings three =
          embed(List.of(names.get(i), "a " + names.get(i), "the " + names.get(i) + " here"));
      double[] mean = new double[3];
      for (int j = 0; j < 3; j++) {
        for (int row = 0; row < 3; row++) {
          mean[j] += three.value(row, j) / 3.0;
        }
      }
      double length = Math.sqrt(mean[0] * mean[0] + mean[1] * mean[1] + mean[2] * mean[2]);
      for (int j = 0; j < 3; j++) {
        assertEquals(mean[j] / length, classes.value(i, j), 1e-6);
      }
    }
  }

  /** Some embedding that depends on the whole text. */
  private static Embeddings embed(List<String> texts) {
    float[] rows = new float[texts.size() * 3];
    for (int i = 0; i < texts.size(); i++) {
      Random random = new Random(texts.get(i).hashCode());
      for (int j = 0; j < 3; j++) {
        rows[i * 3 + j] = random.nextFloat() + 0.1f;
      }
    }
    return Embeddings.normalized(rows, texts.size(), 3);
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
    assertThrows(
        IllegalArgumentException.class,
        () -> ZeroShot.classEmbeddings(List.of(), PromptTemplates.plain(), ZeroShotTest::embed));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ZeroShot.classEmbeddings(
                List.of("a", "b"), PromptTemplates.plain(), texts -> embed(List.of("x"))));
  }
}
