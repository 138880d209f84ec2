package org.clip4j.train.eval;

/** Scores zero-shot classification: a picture belongs to the class whose prompts lie nearest. */
public final class ZeroShot {

  private ZeroShot() {}

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
