package org.clip4j.encoders.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.clip4j.core.json.ConfigException;

/**
 * Keys of open_clip's {@code model_cfg} that a plain CLIP model has no use for. Real files carry
 * them with the value that leaves the model plain; with any other value the model is one that this
 * library does not have.
 *
 * <p>Source: {@code CLIPVisionCfg}, {@code CLIPTextCfg} and {@code CLIP} in open_clip's {@code
 * model.py}, version 3.3.
 */
final class NeutralKeys {

  /**
   * The values that leave the model plain.
   *
   * @param inWords for the message
   */
  private record Plain(String inWords, Predicate<JsonNode> test) {}

  private static final Plain NULL = new Plain("null", JsonNode::isNull);
  private static final Plain FALSE = new Plain("false", v -> v.isNull() || is(v, false));
  private static final Plain FLAG = new Plain("true or false", v -> v.isNull() || v.isBoolean());
  private static final Plain ANY = new Plain("anything", v -> true);
  private static final Plain NUMBER = new Plain("a number", v -> v.isNull() || v.isNumber());
  private static final Plain EMPTY =
      new Plain("null", v -> v.isNull() || v.isObject() && v.isEmpty());
  private static final Plain NORM =
      new Plain(
          "{\"eps\": 1e-5}",
          v ->
              EMPTY.test.test(v)
                  || v.isObject() && v.size() == 1 && v.path("eps").doubleValue() == 1e-5);
  private static final Plain CLEANING =
      new Plain(
          "{\"clean\": \"lower\"}",
          v ->
              EMPTY.test.test(v)
                  || v.isObject() && v.size() == 1 && v.path("clean").asText().equals("lower"));

  private static final Map<String, Plain> MODEL =
      Map.of(
          "custom_text", FALSE,
          "init_logit_scale", NUMBER,
          "init_logit_bias", NULL,
          "nonscalar_logit_scale", FLAG,
          "output_dict", FLAG,
          "multimodal_cfg", NULL);

  private static final Map<String, Plain> BOTH =
      Map.ofEntries(
          Map.entry("ls_init_value", NULL),
          Map.entry("output_tokens", FALSE),
          Map.entry("act_kwargs", EMPTY),
          Map.entry("norm_kwargs", NORM),
          Map.entry("block_type", word("default")),
          Map.entry("qk_norm", FALSE),
          Map.entry("scaled_cosine_attn", FALSE),
          Map.entry("scale_heads", FALSE),
          Map.entry("scale_attn_inner", FALSE),
          Map.entry("scale_attn", FALSE),
          Map.entry("scale_fc", FALSE));

  private static final Map<String, Plain> VISION =
      with(
          BOTH,
          Map.ofEntries(
              Map.entry("attentional_pool", FALSE),
              Map.entry("attn_pooler_queries", ANY),
              Map.entry("attn_pooler_heads", ANY),
              Map.entry("global_average_pool", FALSE),
              Map.entry("input_patchnorm", FALSE),
              Map.entry("no_ln_pre", FALSE),
              Map.entry("pos_embed_type", word("learnable")),
              // The norm works row by row: before or after the choice of one row is the same.
              Map.entry("final_ln_after_pool", FLAG),
              Map.entry("pool_type", word("tok")),
              Map.entry("timm_model_name", NULL),
              Map.entry("timm_model_pretrained", ANY),
              Map.entry("timm_pool", ANY),
              Map.entry("timm_proj", ANY),
              Map.entry("timm_proj_bias", ANY),
              Map.entry("timm_drop", ANY),
              Map.entry("timm_drop_path", ANY)));

  private static final Map<String, Plain> TEXT =
      with(
          BOTH,
          Map.ofEntries(
              Map.entry("hf_tokenizer_name", NULL),
              Map.entry("tokenizer_mode", NULL),
              Map.entry("tokenizer_kwargs", CLEANING),
              Map.entry("embed_cls", FALSE),
              // Only read with embed_cls, and only with pool_type eos.
              Map.entry("pad_id", ANY),
              Map.entry("eos_id", ANY),
              Map.entry("no_causal_mask", FALSE),
              Map.entry("final_ln_after_pool", FLAG),
              Map.entry("pool_type", word("argmax")),
              Map.entry("proj", word("linear")),
              Map.entry("proj_type", word("linear")),
              Map.entry("proj_bias", FALSE),
              Map.entry("hf_model_name", NULL),
              Map.entry("hf_model_pretrained", ANY),
              Map.entry("hf_proj_type", ANY),
              Map.entry("hf_pooler_type", ANY)));

  private NeutralKeys() {}

  /**
   * A copy of a {@code model_cfg} without these keys; what else is unknown stays in.
   *
   * @throws ConfigException naming the key whose value means another model
   */
  static JsonNode removed(JsonNode modelCfg, String source) {
    if (!(modelCfg instanceof ObjectNode)) {
      return modelCfg;
    }
    ObjectNode copy = modelCfg.deepCopy();
    remove(copy, MODEL, source, "model_cfg.");
    if (copy.get("vision_cfg") instanceof ObjectNode vision) {
      squareSize(vision);
      remove(vision, VISION, source, "model_cfg.vision_cfg.");
    }
    if (copy.get("text_cfg") instanceof ObjectNode text) {
      remove(text, TEXT, source, "model_cfg.text_cfg.");
    }
    return copy;
  }

  private static void remove(ObjectNode tree, Map<String, Plain> keys, String source, String path) {
    keys.forEach(
        (key, plain) -> {
          JsonNode value = tree.remove(key);
          if (value != null && !plain.test.test(value)) {
            throw new ConfigException(
                source
                    + ": "
                    + path
                    + key
                    + " is "
                    + value
                    + ", which makes a model that is not supported; supported is "
                    + plain.inWords);
          }
        });
  }

  /** open_clip takes [224, 224] for 224. */
  private static void squareSize(ObjectNode vision) {
    if (vision.get("image_size") instanceof ArrayNode sizes
        && sizes.size() == 2
        && sizes.get(0).equals(sizes.get(1))) {
      vision.set("image_size", sizes.get(0));
    }
  }

  private static boolean is(JsonNode value, boolean expected) {
    return value.isBoolean() && value.booleanValue() == expected;
  }

  private static Plain word(String word) {
    return new Plain(
        '"' + word + '"', v -> v.isNull() || v.isTextual() && v.textValue().equals(word));
  }

  private static Map<String, Plain> with(Map<String, Plain> some, Map<String, Plain> others) {
    Map<String, Plain> all = new HashMap<>(some);
    all.putAll(others);
    return Map.copyOf(all);
  }
}
