package org.clip4j.encoders.onnx;

import java.util.List;
import onnx.Onnx.TensorProto.DataType;
import org.clip4j.core.nn.TransformerShape;
import org.clip4j.core.parameters.ParameterSet;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;

/** The graphs of both encoders, from input to features of unit length. */
final class EncoderGraphs {

  static final String PIXEL_VALUES = "pixel_values";
  static final String IMAGE_FEATURES = "image_features";
  static final String INPUT_IDS = "input_ids";
  static final String TEXT_FEATURES = "text_features";

  /** As in PyTorch's {@code normalize}: a shorter row is divided by this. */
  private static final double SMALLEST_NORM = 1e-12;

  private EncoderGraphs() {}

  /** {@code pixel_values} [batch, 3, S, S] to {@code image_features} [batch, embed_dim]. */
  static Graph visual(ModelConfig config, ParameterSet parameters) {
    VisionConfig sizes = config.visionCfg();
    Graph graph = new Graph("visual", parameters);
    TransformerShape shape = sizes.transformer(config.activation());
    TransformerNodes nodes = new TransformerNodes(graph, shape, sizes.tokens());
    String pixels =
        graph.input(
            PIXEL_VALUES,
            DataType.FLOAT,
            "Pictures, resized, cropped and normalised; see preprocess_cfg in the metadata.",
            3,
            sizes.imageSize(),
            sizes.imageSize());
    String tokens = pictureTokens(graph, sizes, pixels);
    String encoded =
        nodes.blocks(
            "visual.transformer", nodes.norm("visual.ln_pre", nodes.rows("visual.rows", tokens)));
    String apart =
        graph.node(
            "visual.tokens",
            "Reshape",
            encoded,
            graph.integers("tokens_shape", -1, sizes.tokens(), sizes.width()));
    String pooled =
        graph.node(
            "visual.pooled",
            "Gather",
            Attributes.integer("axis", 1),
            apart,
            graph.integer("class_token", 0));
    features(graph, nodes.norm("visual.ln_post", pooled), "visual.proj", IMAGE_FEATURES);
    graph.output(IMAGE_FEATURES, "Embeddings of the pictures, of unit length.", config.embedDim());
    return graph;
  }

  /** [batch, 3, S, S] to [batch, tokens, width]: the class token, then the patches. */
  private static String pictureTokens(Graph graph, VisionConfig sizes, String pixels) {
    int width = sizes.width();
    String grid =
        graph.node(
            "visual.conv1",
            "Conv",
            Attributes.integers("strides", sizes.patchSize(), sizes.patchSize()),
            pixels,
            graph.weight("visual.conv1.weight"));
    String columns =
        graph.node(
            "visual.patch_columns",
            "Reshape",
            grid,
            graph.integers("patches_shape", -1, width, sizes.patches()));
    String patches =
        graph.node("visual.patches", "Transpose", Attributes.integers("perm", 0, 2, 1), columns);
    String batch =
        graph.node(
            "visual.batch",
            "Shape",
            List.of(Attributes.integer("start", 0), Attributes.integer("end", 1)),
            pixels);
    String classShape =
        graph.node(
            "visual.class_shape",
            "Concat",
            Attributes.integer("axis", 0),
            batch,
            graph.integers("one_token", 1, width));
    String classTokens =
        graph.node(
            "visual.class_tokens", "Expand", graph.weight("visual.class_embedding"), classShape);
    String tokens =
        graph.node(
            "visual.embedded", "Concat", Attributes.integer("axis", 1), classTokens, patches);
    return graph.node(
        "visual.positioned", "Add", tokens, graph.weight("visual.positional_embedding"));
  }

  /** {@code input_ids} [batch, context] to {@code text_features} [batch, embed_dim]. */
  static Graph textual(ModelConfig config, ParameterSet parameters) {
    TextConfig sizes = config.textCfg();
    int context = sizes.contextLength();
    Graph graph = new Graph("textual", parameters);
    TransformerNodes nodes =
        new TransformerNodes(graph, sizes.transformer(config.activation()), context);
    String ids =
        graph.input(
            INPUT_IDS,
            DataType.INT64,
            "Token ids, start and end of text included, then zeros.",
            context);
    String embedded =
        graph.node("token_embedding", "Gather", graph.weight("token_embedding.weight"), ids);
    String positioned =
        graph.node("positioned", "Add", embedded, graph.weight("positional_embedding"));
    String encoded = nodes.blocks("transformer", nodes.rows("rows", positioned));
    String apart =
        graph.node(
            "tokens",
            "Reshape",
            encoded,
            graph.integers("tokens_shape", -1, context, sizes.width()));
    // Older runtimes find the largest of 32-bit numbers only.
    String narrow =
        graph.node("narrow_ids", "Cast", Attributes.integer("to", DataType.INT32.getNumber()), ids);
    String end =
        graph.node(
            "end_of_text",
            "ArgMax",
            List.of(Attributes.integer("axis", 1), Attributes.integer("keepdims", 1)),
            narrow);
    String pooled =
        graph.node("pooled", "GatherND", Attributes.integer("batch_dims", 1), apart, end);
    // The final norm works row by row, so only the rows that are read go through it.
    features(graph, nodes.norm("ln_final", pooled), "text_projection", TEXT_FEATURES);
    graph.output(TEXT_FEATURES, "Embeddings of the captions, of unit length.", config.embedDim());
    return graph;
  }

  /** Projects [batch, width] and scales the rows to unit length. */
  private static void features(Graph graph, String x, String projection, String name) {
    String projected = graph.node(name + "_raw", "MatMul", x, graph.weight(projection));
    String length =
        graph.node(
            name + "_length",
            "ReduceL2",
            List.of(Attributes.integers("axes", -1), Attributes.integer("keepdims", 1)),
            projected);
    String bounded =
        graph.node(name + "_divisor", "Max", length, graph.real("smallest_norm", SMALLEST_NORM));
    graph.node(name, "Div", projected, bounded);
  }
}
