package org.clip4j.train.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Retrieval recall@1, 5 and 10, from pictures to captions and back.
 *
 * <p>Several pairs may have the same caption. Any of them is then a hit: no one could tell which
 * was meant.
 */
public final class Retrieval {

  private static final int[] DEPTHS = {1, 5, 10};

  private Retrieval() {}

  /**
   * Looks for each picture's caption among all, and for each caption's picture.
   *
   * @param images one row a pair
   * @param texts one row a pair, in the same order
   * @param captions the pairs' captions, in the same order
   * @throws IllegalArgumentException if the sizes disagree
   */
  public static RetrievalScore score(Embeddings images, Embeddings texts, List<String> captions) {
    int pairs = captions.size();
    if (images.rows() != pairs || texts.rows() != pairs) {
      throw new IllegalArgumentException(
          "Pairs needed: "
              + images.rows()
              + " pictures, "
              + texts.rows()
              + " text embeddings and "
              + pairs
              + " captions");
    }
    int[] meaning = sameCaption(captions);
    return new RetrievalScore(recall(images, texts, meaning), recall(texts, images, meaning));
  }

  /** One number a caption, equal where the captions are. */
  private static int[] sameCaption(List<String> captions) {
    Map<String, Integer> numbers = new HashMap<>();
    return captions.stream()
        .mapToInt(
            caption -> {
              int next = numbers.size();
              return numbers.computeIfAbsent(caption, unseen -> next);
            })
        .toArray();
  }

  private static Recall recall(Embeddings queries, Embeddings gallery, int[] meaning) {
    int deepest = Math.min(DEPTHS[DEPTHS.length - 1], gallery.rows());
    TopK best = TopK.search(queries, gallery, deepest);
    int[] hits = new int[DEPTHS.length];
    for (int query = 0; query < meaning.length; query++) {
      int place = 0;
      while (place < deepest && meaning[best.index(query, place)] != meaning[query]) {
        place++;
      }
      for (int depth = 0; depth < DEPTHS.length; depth++) {
        hits[depth] += place < Math.min(DEPTHS[depth], deepest) ? 1 : 0;
      }
    }
    Rate[] rates = new Rate[DEPTHS.length];
    for (int depth = 0; depth < DEPTHS.length; depth++) {
      rates[depth] = new Rate(hits[depth], meaning.length, chance(meaning, DEPTHS[depth]));
    }
    return new Recall(rates[0], rates[1], rates[2]);
  }

  /** How often k drawn at random hold one of a query's equals, on average over the queries. */
  static double chance(int[] meaning, int k) {
    int n = meaning.length;
    int[] equals = new int[n];
    for (int m : meaning) {
      equals[m]++;
    }
    double sum = 0;
    for (int m : meaning) {
      double missed = 1;
      for (int drawn = 0; drawn < Math.min(k, n); drawn++) {
        missed *= Math.max(0.0, n - equals[m] - drawn) / (n - drawn);
      }
      sum += 1 - missed;
    }
    return Math.min(1, sum / n);
  }
}
