package org.clip4j.train.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Zero-shot classification: a picture belongs to the class whose prompts lie nearest.
 *
 * <p>Radford et al. (2021), section 3.1.4: a class's embedding is the mean of its prompts' unit
 * embeddings, scaled to unit length again.
 */
public final class ZeroShot {

  private static final int PROMPTS_PER_CALL = 256;

  private ZeroShot() {}

  /**
   * Embeds class names through their prompts.
   *
   * @param names class names, in the order of the classes
   * @param encoder embeds a list of at most 256 prompts, one row each
   * @return one row a class
   * @throws IllegalArgumentException if there is no class, or a class's prompts cancel out
   */
  public static Embeddings classEmbeddings(
      List<String> names, PromptTemplates templates, Function<List<String>, Embeddings> encoder) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("No classes: give at least one class name");
    }
    int prompts = Math.multiplyExact(names.size(), templates.size());
    float[] sums = new float[0];
    int width = 0;
    for (int first = 0; first < prompts; first += PROMPTS_PER_CALL) {
      int count = Math.min(PROMPTS_PER_CALL, prompts - first);
      Embeddings rows = encoder.apply(prompts(names, templates, first, count));
      if (first == 0) {
        width = rows.width();
        sums = new float[Math.multiplyExact(names.size(), width)];
      }
      if (rows.rows() != count || rows.width() != width) {
        throw new IllegalArgumentException(
            rows + " is not the answer to " + count + " prompts of width " + width);
      }
      for (int i = 0; i < count; i++) {
        int into = (first + i) / templates.size() * width;
        for (int column = 0; column < width; column++) {
          sums[into + column] += rows.value(i, column);
        }
      }
    }
    return Embeddings.normalized(sums, names.size(), width);
  }

  private static List<String> prompts(
      List<String> names, PromptTemplates templates, int first, int count) {
    List<String> prompts = new ArrayList<>(count);
    for (int i = first; i < first + count; i++) {
      prompts.add(templates.prompt(i % templates.size(), names.get(i / templates.size())));
    }
    return prompts;
  }

  /**
   * How often the right class comes first, and among the first five.
   *
   * @param images one row a picture
   * @param labels each picture's class, an index into the classes
   * @param classes one row a class
   * @throws IllegalArgumentException if the sizes disagree or a label is not a class
   */
  public static ZeroShotScore score(Embeddings images, int[] labels, Embeddings classes) {
    return score(TopK.search(images, classes, Math.min(5, classes.rows())), labels, classes.rows());
  }

  /**
   * The same, of classes already ranked.
   *
   * @param ranked the most similar classes of each picture, at least five if there are so many
   * @param classes how many classes there are
   */
  public static ZeroShotScore score(TopK ranked, int[] labels, int classes) {
    if (labels.length != ranked.queries()) {
      throw new IllegalArgumentException(
          labels.length + " labels do not go with " + ranked.queries() + " pictures");
    }
    int five = Math.min(5, classes);
    if (ranked.k() < five) {
      throw new IllegalArgumentException(
          "Top-5 needs five ranked classes, not " + ranked.k() + ": search for more");
    }
    int first = 0;
    int firstFive = 0;
    for (int image = 0; image < labels.length; image++) {
      if (labels[image] < 0 || labels[image] >= classes) {
        throw new IllegalArgumentException(
            "Picture " + image + " has label " + labels[image] + " of " + classes + " classes");
      }
      for (int place = 0; place < five; place++) {
        if (ranked.index(image, place) == labels[image]) {
          firstFive++;
          first += place == 0 ? 1 : 0;
        }
      }
    }
    return new ZeroShotScore(
        new Rate(first, labels.length, 1.0 / classes),
        new Rate(firstFive, labels.length, (double) five / classes),
        classes);
  }
}
