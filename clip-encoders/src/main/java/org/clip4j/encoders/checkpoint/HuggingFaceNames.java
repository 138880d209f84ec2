package org.clip4j.encoders.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The names in the state dict of transformers' {@code CLIPModel}. There queries, keys and values
 * have a matrix each, and the projections are linear layers, so [embed_dim, width].
 */
final class HuggingFaceNames {

  private static final Map<String, Piece> SINGLE =
      Map.of(
          "logit_scale", Piece.whole("logit_scale"),
          "visual.class_embedding", Piece.whole("vision_model.embeddings.class_embedding"),
          "visual.conv1.weight", Piece.whole("vision_model.embeddings.patch_embedding.weight"),
          "visual.positional_embedding",
              Piece.whole("vision_model.embeddings.position_embedding.weight"),
          "visual.proj", Piece.transposed("visual_projection.weight"),
          "token_embedding.weight", Piece.whole("text_model.embeddings.token_embedding.weight"),
          "positional_embedding", Piece.whole("text_model.embeddings.position_embedding.weight"),
          "text_projection", Piece.transposed("text_projection.weight"));

  private static final Map<String, String> NORMS =
      Map.of(
          "visual.ln_pre", "vision_model.pre_layrnorm",
          "visual.ln_post", "vision_model.post_layernorm",
          "ln_final", "text_model.final_layer_norm");

  private static final Map<String, String> BLOCK =
      Map.of(
          "ln_1", "layer_norm1",
          "ln_2", "layer_norm2",
          "attn.out_proj", "self_attn.out_proj",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");

  private static final List<String> ATTENTION = List.of("q_proj", "k_proj", "v_proj");
  private static final String IN_PROJECTION = "attn.in_proj_";

  private static final Pattern IN_BLOCK =
      Pattern.compile("(visual\\.)?transformer\\.resblocks\\.(\\d+)\\.(.+)");

  private HuggingFaceNames() {}

  /**
   * Where a parameter's values are.
   *
   * @throws IllegalArgumentException if the layout has no place for it
   */
  static List<Piece> pieces(String parameter) {
    Piece single = SINGLE.get(parameter);
    if (single != null) {
      return List.of(single);
    }
    Matcher block = IN_BLOCK.matcher(parameter);
    if (block.matches()) {
      String encoder = block.group(1) == null ? "text_model" : "vision_model";
      return inBlock(
          parameter, encoder + ".encoder.layers." + block.group(2) + ".", block.group(3));
    }
    return List.of(Piece.whole(moduleRenamed(parameter, NORMS, parameter)));
  }

  private static List<Piece> inBlock(String parameter, String layer, String name) {
    if (name.startsWith(IN_PROJECTION)) {
      String kind = name.substring(IN_PROJECTION.length());
      return IntStream.range(0, ATTENTION.size())
          .mapToObj(
              i ->
                  new Piece(
                      layer + "self_attn." + ATTENTION.get(i) + "." + kind,
                      i,
                      ATTENTION.size(),
                      false))
          .toList();
    }
    return List.of(Piece.whole(layer + moduleRenamed(name, BLOCK, parameter)));
  }

  /** {@code module.weight} or {@code module.bias} with the module's other name. */
  private static String moduleRenamed(String name, Map<String, String> modules, String parameter) {
    int dot = name.lastIndexOf('.');
    String module = dot < 0 ? null : modules.get(name.substring(0, dot));
    if (module == null) {
      throw new IllegalArgumentException(
          "Hugging Face's CLIPModel has no place for the parameter " + parameter);
    }
    return module + name.substring(dot);
  }
}
