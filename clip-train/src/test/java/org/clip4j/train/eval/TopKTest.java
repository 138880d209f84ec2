package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopKTest {

  /** The same sums in the same order, sorted by a library: scores and ties must agree exactly. */
  private static List<Integer> sorted(Embeddings queries, int query, Embeddings gallery) {
    float[] scores = new float[gallery.rows()];
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < gallery.width(); j++) {
        scores[i] += queries.value(query, j) * gallery.value(i, j);
      }
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> -scores[i]).thenComparing(i -> i))
        .toList();
  }

  @Property(tries = 150)
  void findsWhatSortingFinds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 150) int queries,
      @ForAll @IntRange(min = 1, max = 200) int gallery,
      @ForAll @IntRange(min = 1, max = 6) int width,
      @ForAll boolean ties,
      @ForAll @IntRange(min = 1, max = 12) int k) {
    Random random = new Random(seed);
    Embeddings asked =
        ties ? RandomRows.corners(random, queries, width) : RandomRows.unit(random, queries, width);
    Embeddings stored =
        ties ? RandomRows.corners(random, gallery, width) : RandomRows.unit(random, gallery, width);
    int depth = Math.min(k, gallery);

    TopK best = TopK.search(asked, stored, depth);

    for (int q = 0; q < queries; q++) {
      List<Integer> expected = sorted(asked, q, stored);
      for (int place = 0; place < depth; place++) {
        assertEquals(expected.get(place), best.index(q, place));
      }
    }
  }

  @Test
  void wideEmbeddingsCrossSeveralBlocks() {
    Random random = new Random(5);
    // Width 3000 makes blocks of 21 rows: 100 rows are five blocks, the last one short.
    Embeddings queries = RandomRows.unit(random, 7, 3000);
    Embeddings gallery = RandomRows.unit(random, 100, 3000);
    TopK best = TopK.search(queries, gallery, 100);
    for (int q = 0; q < 7; q++) {
      List<Integer> expected = sorted(queries, q, gallery);
      for (int place = 0; place < 100; place++) {
        assertEquals(expected.get(place), best.index(q, place));
      }
    }
  }

  @Test
  void equalEmbeddingsScoreEqualWhereverTheyStand() {
    Random random = new Random(9);
    float[] one = RandomRows.unit(random, 1, 37).row(0);
    int rows = 5000;
    float[] copies = new float[rows * 37];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(one, 0, copies, i * 37, 37);
    }
    TopK best = TopK.search(RandomRows.unit(random, 3, 37), Embeddings.of(copies, rows, 37), 8);
    for (int q = 0; q < 3; q++) {
      for (int place = 0; place < 8; place++) {
        assertEquals(place, best.index(q, place));
        assertEquals(best.score(q, 0), best.score(q, place));
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Random random = new Random(1);
    Embeddings three = RandomRows.unit(random, 4, 3);
    Embeddings two = RandomRows.unit(random, 4, 2);
    assertThrows(IllegalArgumentException.class, () -> TopK.search(three, two, 1));
    assertThrows(IllegalArgumentException.class, () -> TopK.search(three, three, 0));
    assertThrows(IllegalArgumentException.class, () -> TopK.search(three, three, 5));
    TopK best = TopK.search(three, three, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> best.index(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> best.index(4, 0));
  }
}
