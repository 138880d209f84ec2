package org.clip4j.encoders.onnx;

import java.util.List;
import org.clip4j.core.kernels.Activation;
import org.clip4j.core.nn.LayerNorm;
import org.clip4j.core.nn.TransformerShape;

/**
 * The nodes of a transformer of residual blocks. Values between its parts are rows, [batch *
 * tokens, width], so that the linear layers are {@code Gemm}s that take PyTorch's [out, in] weights
 * as they are.
 */
final class TransformerNodes {

  /** The mask of so many tokens takes 64 MiB. */
  private static final int MAX_CAUSAL_TOKENS = 4096;

  private final Graph graph;
  private final TransformerShape shape;
  private final String rows;
  private final String heads;
  private final String scale;
  private final List<String> mask;

  /**
   * Adds the constants that all blocks share.
   *
   * @param tokens of each sequence
   * @throws IllegalArgumentException if a causal mask would be too large
   */
  TransformerNodes(Graph graph, TransformerShape shape, int tokens) {
    this.graph = graph;
    this.shape = shape;
    int headWidth = shape.width() / shape.heads();
    this.rows = graph.integers("rows_shape", -1, shape.width());
    this.heads = graph.integers("heads_shape", -1, tokens, shape.heads(), headWidth);
    this.scale = graph.real("query_scale", Math.pow(headWidth, -0.5));
    this.mask =
        shape.causal()
            ? List.of(graph.reals("attn_mask", causalMask(tokens), tokens, tokens))
            : List.of();
    if (shape.activation() == Activation.GELU) {
      graph.real("sqrt_two", Math.sqrt(2));
      graph.real("one", 1);
      graph.real("half", 0.5);
    } else {
      graph.real("quick_gelu_slope", 1.702);
    }
  }

  /** What is added to the scores: minus infinity where a token would see a later one. */
  private static float[] causalMask(int tokens) {
    if (tokens > MAX_CAUSAL_TOKENS) {
      throw new IllegalArgumentException(
          "context_length is "
              + tokens
              + ": an ONNX graph with its mask of so many tokens would be too large; at most "
              + MAX_CAUSAL_TOKENS
              + " are exported");
    }
    float[] mask = new float[tokens * tokens];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % tokens > i / tokens ? Float.NEGATIVE_INFINITY : 0;
    }
    return mask;
  }

  /** Folds [batch, tokens, width] to the rows that {@link #blocks} takes. */
  String rows(String name, String x) {
    return graph.node(name, "Reshape", x, rows);
  }

  /** Layer normalisation of the last dimension. */
  String norm(String path, String x) {
    return graph.node(
        path,
        "LayerNormalization",
        List.of(Attributes.integer("axis", -1), Attributes.real("epsilon", LayerNorm.EPSILON)),
        x,
        graph.weight(path + ".weight"),
        graph.weight(path + ".bias"));
  }

  /** All blocks under {@code path.resblocks}, rows to rows. */
  String blocks(String path, String x) {
    String y = x;
    for (int i = 0; i < shape.layers(); i++) {
      String block = path + ".resblocks." + i;
      String attended = attention(block + ".attn", norm(block + ".ln_1", y));
      y = graph.node(block + ".attended", "Add", y, attended);
      y = graph.node(block, "Add", y, mlp(block + ".mlp", norm(block + ".ln_2", y)));
    }
    return y;
  }

  private String attention(String path, String x) {
    String projected =
        linear(path + ".in_proj", x, path + ".in_proj_weight", path + ".in_proj_bias");
    List<String> parts =
        graph.split(path + ".split", 1, projected, List.of(path + ".q", path + ".k", path + ".v"));
    String scaled = graph.node(path + ".q_scaled", "Mul", parts.get(0), scale);
    String q = heads(path + ".q_heads", scaled, 0, 2, 1, 3);
    String k = heads(path + ".k_heads", parts.get(1), 0, 2, 3, 1);
    String v = heads(path + ".v_heads", parts.get(2), 0, 2, 1, 3);
    String scores = graph.node(path + ".scores", "MatMul", q, k);
    for (String m : mask) {
      scores = graph.node(path + ".scores_masked", "Add", scores, m);
    }
    String weights =
        graph.node(path + ".weights", "Softmax", Attributes.integer("axis", -1), scores);
    String mixed = graph.node(path + ".mixed", "MatMul", weights, v);
    String joined =
        graph.node(path + ".joined", "Transpose", Attributes.integers("perm", 0, 2, 1, 3), mixed);
    return linear(path + ".out_proj", rows(path + ".rows", joined));
  }

  /** Rows to [batch, tokens, heads, head width], then its dimensions in another order. */
  private String heads(String name, String x, long... order) {
    return graph.node(
        name,
        "Transpose",
        Attributes.integers("perm", order),
        graph.node(name + "_apart", "Reshape", x, heads));
  }

  private String mlp(String path, String x) {
    String hidden = linear(path + ".c_fc", x);
    String active =
        shape.activation() == Activation.GELU
            ? gelu(path + ".gelu", hidden)
            : quickGelu(path + ".gelu", hidden);
    return linear(path + ".c_proj", active);
  }

  /** {@code 0.5 x (1 + erf(x / sqrt 2))}, in the order that runtimes know and fuse. */
  private String gelu(String path, String x) {
    String divided = graph.node(path + ".divided", "Div", x, "sqrt_two");
    String erf = graph.node(path + ".erf", "Erf", divided);
    String raised = graph.node(path + ".raised", "Add", erf, "one");
    String product = graph.node(path + ".product", "Mul", x, raised);
    return graph.node(path, "Mul", product, "half");
  }

  /** {@code x sigmoid(1.702 x)}. */
  private String quickGelu(String path, String x) {
    String steeper = graph.node(path + ".steeper", "Mul", x, "quick_gelu_slope");
    return graph.node(path, "Mul", x, graph.node(path + ".sigmoid", "Sigmoid", steeper));
  }

  private String linear(String path, String x) {
    return linear(path, x, path + ".weight", path + ".bias");
  }

  private String linear(String name, String x, String weight, String bias) {
    return graph.node(
        name, "Gemm", Attributes.integer("transB", 1), x, graph.weight(weight), graph.weight(bias));
  }
}
