package org.clip4j.examples.bench;

import java.util.Arrays;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * Reckons the {@link Work} of a call from its arguments, by the rules of {@link
 * org.clip4j.core.kernels.Kernels}.
 */
final class Workload {

  private final Object[] arguments;
  private final Tensor[] tensors;

  private Workload(Object[] arguments) {
    this.arguments = arguments;
    this.tensors =
        Arrays.stream(arguments)
            .filter(Tensor.class::isInstance)
            .map(Tensor.class::cast)
            .toArray(Tensor[]::new);
  }

  /**
   * The work of a call.
   *
   * @param kernel the method's name; of one that is not known here each tensor counts once
   */
  static Work of(String kernel, Object[] arguments) {
    Workload load = new Workload(arguments);
    return switch (kernel) {
      case "gemm" -> load.product();
      case "attention" -> new Work(4 * load.scores(), load.once());
      // Scores anew, then the gradients of scores, values, queries and keys.
      case "attentionBackward" -> new Work(10 * load.scores(), load.once());
      case "queryAttention" -> new Work(4 * load.queryScores(), load.once());
      // The softmax is there: the gradients of scores, values, the query and keys.
      case "queryAttentionBackward" -> new Work(8 * load.queryScores(), load.once());
      case "gatherRows" -> new Work(0, load.gathered(load.flag() ? 3 : 2));
      case "scatterAddRows" -> new Work(0, load.gathered(3));
      case "addBias", "scale", "softmaxSum", "sigmoidGradient" -> load.andAgain(0);
      case "addColumnSums", "axpy" -> load.andAgain(1);
      case "layerNormBackward" -> load.andAgain(load.flag() ? 5 : -1);
      case "normalizeRowsBackward" -> load.andAgain(load.flag() ? 3 : -1);
      case "adamW" -> new Work(0, 7 * bytes(load.tensors[0]));
      case "dot" ->
          load.tensors[0] == load.tensors[1]
              ? new Work(0, bytes(load.tensors[0]))
              : load.andAgain(-1);
      default -> load.andAgain(-1);
    };
  }

  private static double bytes(Tensor tensor) {
    return (double) tensor.length() * tensor.type().width();
  }

  private double once() {
    return Arrays.stream(tensors).mapToDouble(Workload::bytes).sum();
  }

  /** Every tensor once, and one of them once more, as it is read and written. */
  private Work andAgain(int tensor) {
    return new Work(0, once() + (tensor < 0 ? 0 : bytes(tensors[tensor])));
  }

  private boolean flag() {
    return Arrays.asList(arguments).contains(true);
  }

  private Work product() {
    Tensor a = tensors[0];
    boolean adds = ((Number) arguments[5]).doubleValue() != 0;
    double inner = (boolean) arguments[0] ? a.rows() : a.columns();
    return new Work(2 * inner * tensors[2].length(), andAgain(adds ? 2 : -1).bytes());
  }

  /** Multiply-adds of one product of queries and keys, over all sequences and heads. */
  private double scores() {
    Sequences sequences = (Sequences) find(Sequences.class);
    double pairs = 0;
    for (int i = 0; i < sequences.count(); i++) {
      double length = sequences.length(i);
      pairs += flag() ? length * (length + 1) / 2 : length * length;
    }
    // Queries, keys and values are in the only tensor that is three times as wide as the result.
    int width = Arrays.stream(tensors).mapToInt(Tensor::columns).max().orElseThrow() / 3;
    return pairs * width;
  }

  /** The same where each sequence has one query, which sees all its rows. */
  private double queryScores() {
    Sequences sequences = (Sequences) find(Sequences.class);
    return (double) sequences.rows() * tensors[0].columns();
  }

  /** Rows that an index names, so often. */
  private double gathered(int times) {
    int[] index = (int[]) find(int[].class);
    double rows = Arrays.stream(index).filter(i -> i >= 0).count();
    return times * rows * tensors[0].columns() * tensors[0].type().width();
  }

  private Object find(Class<?> type) {
    return Arrays.stream(arguments).filter(type::isInstance).findFirst().orElseThrow();
  }
}
