package org.clip4j.encoders.zeroshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.Picture;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Names pictures by classes that the model was never trained on.
 *
 * <p>The classes are embedded once, when it is made. Safe for use by several threads; the model
 * stays the caller's to close.
 */
public final class ZeroShotClassifier {

  private final ClipModel model;
  private final List<String> names;
  private final INDArray classes;

  private ZeroShotClassifier(ClipModel model, List<String> names, INDArray classes) {
    this.model = model;
    this.names = names;
    this.classes = classes;
  }

  /**
   * Makes a classifier.
   *
   * @param names class names, each once
   * @param templates what the names are put into, such as {@code a photo of a {}.}
   * @throws IllegalArgumentException if there is no name, or a name is blank or there twice
   * @throws IllegalStateException if the model has no tokenizer
   */
  public static ZeroShotClassifier of(
      ClipModel model, List<String> names, PromptTemplates templates) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("The class " + name + " is there twice");
      }
    }
    INDArray classes = ClassEmbeddings.of(model::embedTexts, templates.prompts(names));
    return new ZeroShotClassifier(model, List.copyOf(names), classes);
  }

  /** The class names, in the order of the columns of {@link #probabilities}. */
  public List<String> names() {
    return names;
  }

  /**
   * The most probable classes of pictures.
   *
   * @param pictures as many as the caller likes
   * @param k how many classes of each, at least 1; all if there are fewer
   * @return for each picture its classes, the most probable first; of equals the earlier name
   * @throws IOException naming the picture that cannot be read
   */
  public List<List<Prediction>> classify(List<? extends Picture> pictures, int k)
      throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("Give at least one class of each picture, not " + k);
    }
    List<List<Prediction>> all = new ArrayList<>();
    for (double[] row : probabilities(model.embedImages(pictures))) {
      all.add(
          IntStream.range(0, row.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer c) -> -row[c]))
              .limit(k)
              .map(c -> new Prediction(names.get(c), row[c]))
              .toList());
    }
    return all;
  }

  /**
   * Probabilities of the classes: the softmax of {@link ClipModel#logits}.
   *
   * @param images embeddings of pictures, [n, embed_dim]
   * @return n rows of a value for each class, which sum to 1
   */
  public double[][] probabilities(INDArray images) {
    double[][] rows = model.logits(images, classes).toDoubleMatrix();
    for (double[] row : rows) {
      softmax(row);
    }
    return rows;
  }

  private static void softmax(double[] row) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : row) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.exp(row[i] - most);
      sum += row[i];
    }
    for (int i = 0; i < row.length; i++) {
      row[i] /= sum;
    }
  }
}
