package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetrievalTest {

  @Property(tries = 100)
  void agreesWithAFullSimilarityMatrix(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 80) int pairs,
      @ForAll @IntRange(min = 1, max = 80) int distinct) {
    Random random = new Random(seed);
    Embeddings images = RandomRows.unit(random, pairs, 3);
    Embeddings texts = RandomRows.corners(random, pairs, 3);
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      captions.add("caption " + random.nextInt(distinct));
    }

    RetrievalScore score = Retrieval.score(images, texts, captions);

    assertRecall(images, texts, captions, score.imageToText());
    assertRecall(texts, images, captions, score.textToImage());
  }

  private static void assertRecall(
      Embeddings queries, Embeddings gallery, List<String> captions, Recall recall) {
    int[] depths = {1, 5, 10};
    int[] hits = new int[3];
    int n = captions.size();
    for (int q = 0; q < n; q++) {
      int best = n;
      for (int own = 0; own < n; own++) {
        if (captions.get(own).equals(captions.get(q))) {
          best = Math.min(best, rank(queries, q, gallery, own));
        }
      }
      for (int d = 0; d < 3; d++) {
        hits[d] += best < depths[d] ? 1 : 0;
      }
    }
    assertEquals(hits[0], recall.at1().hits());
    assertEquals(hits[1], recall.at5().hits());
    assertEquals(hits[2], recall.at10().hits());
    assertEquals(n, recall.at1().trials());
  }

  private static int rank(Embeddings queries, int q, Embeddings gallery, int own) {
    int better = 0;
    for (int other = 0; other < gallery.rows(); other++) {
      float difference = dot(queries, q, gallery, other) - dot(queries, q, gallery, own);
      better += difference > 0 || (difference == 0 && other < own) ? 1 : 0;
    }
    return better;
  }

  private static float dot(Embeddings a, int i, Embeddings b, int j) {
    float sum = 0;
    for (int k = 0; k < a.width(); k++) {
      sum += a.value(i, k) * b.value(j, k);
    }
    return sum;
  }

  @Test
  void chanceIsWhatDrawingGives() {
    // Two of four share a caption: one draw finds an equal with 2/4 for them, 1/4 for the others.
    assertEquals(3.0 / 8, Retrieval.chance(new int[] {0, 0, 1, 2}, 1), 1e-12);
    // Two draws of four: misses both equals with 2/4 x 1/3, the single one with 3/4 x 2/3.
    assertEquals((5.0 / 6 + 1.0 / 2) / 2, Retrieval.chance(new int[] {0, 0, 1, 2}, 2), 1e-12);
    assertEquals(1, Retrieval.chance(new int[] {0, 0, 1, 2}, 10), 1e-12);
    assertEquals(1, Retrieval.chance(new int[] {0, 0, 0}, 1), 1e-12);
    assertEquals(10 / 5000.0, Retrieval.chance(identity(5000), 10), 1e-12);
  }

  private static int[] identity(int n) {
    return java.util.stream.IntStream.range(0, n).toArray();
  }

  @Test
  void refusesUnequalCounts() {
    Embeddings one = Embeddings.of(new float[] {1}, 1, 1);
    assertThrows(
        IllegalArgumentException.class, () -> Retrieval.score(one, one, List.of("a", "b")));
  }
}
