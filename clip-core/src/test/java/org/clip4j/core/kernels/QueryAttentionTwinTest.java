package org.clip4j.core.kernels;

import static org.clip4j.core.kernels.Twins.agree;
import static org.clip4j.core.kernels.Twins.shape;

import org.clip4j.core.tensor.Sequences;
import org.junit.jupiter.api.Test;

/** Attention of one query a sequence: the fast kernels against the naive twin in double. */
class QueryAttentionTwinTest {

  @Test
  void queryAttention() {
    queryAttention(Sequences.uniform(3, 17), 4, 32);
    queryAttention(Sequences.ofLengths(1, 5, 33, 2), 2, 64);
    queryAttention(Sequences.ofLengths(7, 1), 3, 5);
    queryAttention(Sequences.ofLengths(257, 100), 3, 64);
  }

  private static void queryAttention(Sequences sequences, int heads, int headWidth) {
    long[] query = shape(sequences.count(), (long) heads * headWidth);
    long[] keyValue = shape(sequences.rows(), 2L * heads * headWidth);
    agree(
        2e-6,
        (k, t) -> {
          k.queryAttention(t[0], t[1], sequences, heads, t[2], t[3]);
          k.queryAttentionBackward(t[4], t[0], t[1], t[3], sequences, heads, t[5], t[6]);
        },
        query,
        keyValue,
        query,
        shape(sequences.rows(), heads),
        query,
        query,
        keyValue);
  }
}
