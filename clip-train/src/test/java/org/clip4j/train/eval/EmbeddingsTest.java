package org.clip4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class EmbeddingsTest {

  @Test
  void copiesArraysOfAnyTypeOrderAndView() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      INDArray array =
          Nd4j.createFromArray(new double[][] {{9, 9, 9}, {9, .6, .8}, {9, -.8, .6}})
              .castTo(type)
              .dup('f')
              .get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 3));
      Embeddings rows = Embeddings.of(array);
      array.assign(0);
      assertArrayEquals(new float[] {.6f, .8f}, rows.row(0));
      assertArrayEquals(new float[] {-.8f, .6f}, rows.row(1));
    }
  }

  @Test
  void refusesRowsThatAreNoEmbeddings() {
    for (float bad : new float[] {0, 0.5f, 2, Float.NaN, Float.POSITIVE_INFINITY}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Embeddings.of(new float[] {1, 0, bad, 0}, 2, 2));
      assertTrue(e.getMessage().contains("Embedding 1"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> Embeddings.of(new float[3], 2, 2));
    assertThrows(IllegalArgumentException.class, () -> Embeddings.of(new float[0], 0, 2));
    assertThrows(IllegalArgumentException.class, () -> Embeddings.normalized(new float[4], 2, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> Embeddings.of(Nd4j.createFromArray(new int[][] {{1, 0}})));
    assertThrows(IllegalArgumentException.class, () -> Embeddings.of(Nd4j.createFromArray(1f, 0f)));
    // Sizes whose product is not an int are refused before anything is allocated.
    assertThrows(
        IllegalArgumentException.class, () -> Embeddings.of(new float[0], 1 << 20, 1 << 12));
  }

  @Test
  void normalizesAndJoins() {
    Embeddings joined =
        Embeddings.concat(
            List.of(
                Embeddings.normalized(new float[] {3, 4}, 1, 2),
                Embeddings.normalized(new float[] {0, -7, 1e-20f, 0}, 2, 2)));
    assertEquals(3, joined.rows());
    assertArrayEquals(new float[] {.6f, .8f}, joined.row(0));
    assertArrayEquals(new float[] {0, -1}, joined.row(1));
    assertArrayEquals(new float[] {1, 0}, joined.row(2));
    assertThrows(IllegalArgumentException.class, () -> Embeddings.concat(List.of()));
    assertThrows(IndexOutOfBoundsException.class, () -> joined.row(3));
  }
}
