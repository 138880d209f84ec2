package org.clip4j.encoders.zeroshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Embeds classes through their prompts, some prompts at a time. */
public final class ClassEmbeddings {

  /** Prompts in one call at the least, unless there are no more. */
  private static final int PROMPTS = 1024;

  private final Function<List<String>, INDArray> encoder;
  private final List<String> waiting = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();
  private float[][] sums;

  private ClassEmbeddings(Function<List<String>, INDArray> encoder, int classes) {
    this.encoder = encoder;
    this.sums = new float[classes][];
  }

  /**
   * Embeds classes.
   *
   * @param encoder embeds prompts, one unit row each: a model's {@code embedTexts}
   * @param prompts every class's prompts, at least one each
   * @return [classes, embed_dim], rows of unit length, FLOAT
   * @throws IllegalArgumentException if there is no class, a class has no prompts, or its prompts
   *     cancel out
   */
  public static INDArray of(Function<List<String>, INDArray> encoder, List<List<String>> prompts) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("No classes: give at least one class name");
    }
    ClassEmbeddings sums = new ClassEmbeddings(encoder, prompts.size());
    for (int c = 0; c < prompts.size(); c++) {
      if (prompts.get(c).isEmpty()) {
        throw new IllegalArgumentException("Class " + c + " has no prompts: give at least one");
      }
      sums.add(c, prompts.get(c));
    }
    sums.flush();
    return Nd4j.createFromArray(sums.normalized());
  }

  private void add(int owner, List<String> prompts) {
    for (String prompt : prompts) {
      waiting.add(prompt);
      owners.add(owner);
    }
    if (waiting.size() >= PROMPTS) {
      flush();
    }
  }

  private void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    try (INDArray rows = encoder.apply(List.copyOf(waiting))) {
      if (rows.rank() != 2 || rows.size(0) != waiting.size()) {
        throw new IllegalArgumentException(
            Arrays.toString(rows.shape())
                + " is no answer to "
                + waiting.size()
                + " prompts: expected a row each");
      }
      for (int i = 0; i < waiting.size(); i++) {
        float[] row = rows.slice(i).toFloatVector();
        float[] sum = sums[owners.get(i)];
        if (sum == null) {
          sums[owners.get(i)] = row;
          continue;
        }
        for (int column = 0; column < sum.length; column++) {
          sum[column] += row[column];
        }
      }
    }
    waiting.clear();
    owners.clear();
  }

  private float[][] normalized() {
    for (int c = 0; c < sums.length; c++) {
      double squares = 0;
      for (float value : sums[c]) {
        squares += (double) value * value;
      }
      double length = Math.sqrt(squares);
      if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "The prompts of class " + c + " sum to length " + length + " and so have no direction");
      }
      for (int column = 0; column < sums[c].length; column++) {
        sums[c][column] = (float) (sums[c][column] / length);
      }
    }
    return sums;
  }
}
