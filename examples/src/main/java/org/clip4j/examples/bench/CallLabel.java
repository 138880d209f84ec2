package org.clip4j.examples.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.clip4j.core.tensor.Sequences;
import org.clip4j.core.tensor.Tensor;

/**
 * What tells the rows of a table of kernels apart.
 *
 * @param kernel the kernel; {@code add} behind it where it adds to its result. Of products {@code
 *     nt}, {@code tn}, {@code nn} say which factor is transposed: a layer forward, its weight's
 *     gradient, its input's gradient
 * @param shape rows x columns of what it works on; of products m x n x k
 */
record CallLabel(String kernel, String shape) {

  /** The optimiser sees each parameter once: they are one row together. */
  private static final String ALL = "all parameters";

  static CallLabel of(String kernel, Object[] arguments) {
    Tensor first = (Tensor) find(arguments, Tensor.class);
    return switch (kernel) {
      case "gemm" -> product(arguments, first);
      case "attention", "attentionBackward" -> attention(kernel, arguments, widest(arguments) / 3);
      case "queryAttention", "queryAttentionBackward" ->
          attention(kernel, arguments, first.columns());
      case "gatherRows", "scatterAddRows" -> {
        int rows = ((int[]) find(arguments, int[].class)).length;
        yield new CallLabel(adding(kernel, arguments), rows + "x" + first.columns());
      }
      case "adamW" -> new CallLabel(kernel, ALL);
      default -> new CallLabel(adding(kernel, arguments), first.rows() + "x" + first.columns());
    };
  }

  private static CallLabel product(Object[] arguments, Tensor a) {
    boolean transposeA = (boolean) arguments[0];
    boolean transposeB = (boolean) arguments[1];
    boolean adds = ((Number) arguments[5]).doubleValue() != 0;
    Tensor c = (Tensor) arguments[6];
    int k = transposeA ? a.rows() : a.columns();
    return new CallLabel(
        "gemm " + (transposeA ? "t" : "n") + (transposeB ? "t" : "n") + (adds ? " add" : ""),
        c.rows() + "x" + c.columns() + "x" + k);
  }

  private static CallLabel attention(String kernel, Object[] arguments, int width) {
    Sequences sequences = (Sequences) find(arguments, Sequences.class);
    String flags =
        Arrays.stream(arguments)
            .filter(Boolean.TRUE::equals)
            .map(causal -> " causal")
            .collect(Collectors.joining());
    return new CallLabel(
        kernel + flags,
        String.format(
            "%dx%d, %d heads, width %d",
            sequences.count(), sequences.longest(), (int) find(arguments, Integer.class), width));
  }

  private static int widest(Object[] arguments) {
    return Arrays.stream(arguments)
        .filter(Tensor.class::isInstance)
        .mapToInt(t -> ((Tensor) t).columns())
        .max()
        .orElseThrow();
  }

  private static String adding(String kernel, Object[] arguments) {
    return Arrays.asList(arguments).contains(true) ? kernel + " add" : kernel;
  }

  private static Object find(Object[] arguments, Class<?> type) {
    return Arrays.stream(arguments).filter(type::isInstance).findFirst().orElseThrow();
  }
}
