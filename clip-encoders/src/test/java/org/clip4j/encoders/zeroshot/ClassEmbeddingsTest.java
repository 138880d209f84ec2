package org.clip4j.encoders.zeroshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClassEmbeddingsTest {

  @Test
  void areNormalizedMeansInOrder() {
    // 900 classes x 3 templates are 2,700 prompts: several calls.
    List<String> names = IntStream.range(0, 900).mapToObj(i -> "name " + i).toList();
    PromptTemplates templates = PromptTemplates.of("{}", "a {}", "the {} here");
    List<Integer> calls = new ArrayList<>();

    INDArray classes =
        ClassEmbeddings.of(
            prompts -> {
              calls.add(prompts.size());
              return embed(prompts);
            },
            templates.prompts(names));

    assertTrue(calls.size() > 1, "not all at once: " + calls);
    assertEquals(2700, calls.stream().mapToInt(Integer::intValue).sum());
    assertEquals(900, classes.size(0));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      double[] mean =
          embed(List.of(name, "a " + name, "the " + name + " here")).mean(0).toDoubleVector();
      double length = Math.sqrt(mean[0] * mean[0] + mean[1] * mean[1] + mean[2] * mean[2]);
      for (int j = 0; j < 3; j++) {
        assertEquals(mean[j] / length, classes.getDouble(i, j), 1e-6);
      }
    }
  }

  @Test
  void refusesWhatHasNoDirection() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ClassEmbeddings.of(ClassEmbeddingsTest::embed, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClassEmbeddings.of(ClassEmbeddingsTest::embed, List.of(List.of("a"), List.of())));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClassEmbeddings.of(prompts -> embed(List.of("x")), List.of(List.of("a", "b"))));
    IllegalArgumentException opposed =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ClassEmbeddings.of(
                    prompts -> Nd4j.createFromArray(new float[][] {{1, 0}, {-1, 0}}),
                    List.of(List.of("a", "b"))));
    assertTrue(opposed.getMessage().contains("class 0"), opposed.getMessage());
  }

  /** Some embedding that depends on the whole text. */
  private static INDArray embed(List<String> texts) {
    float[][] rows = new float[texts.size()][3];
    for (int i = 0; i < rows.length; i++) {
      Random random = new Random(texts.get(i).hashCode());
      for (int j = 0; j < 3; j++) {
        rows[i][j] = random.nextFloat() + 0.1f;
      }
    }
    return Nd4j.createFromArray(rows);
  }
}
