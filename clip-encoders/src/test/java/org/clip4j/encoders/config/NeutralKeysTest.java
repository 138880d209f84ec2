package org.clip4j.encoders.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeutralKeysTest {

  private static final String PLAIN =
      "{'embed_dim':8,'vision_cfg':{'width':64,'image_size':32},'text_cfg':{'width':64}}";

  private static ModelConfig read(String json) {
    return ModelConfig.read(StrictReader.parse(json.replace('\'', '"'), "my.json"), "my.json");
  }

  @Test
  void keysThatLeaveTheModelPlainAreTaken() {
    // Every field of open_clip's CLIPVisionCfg and CLIPTextCfg with its default.
    String written =
        """
        {'embed_dim':8,'quick_gelu':false,'custom_text':false,'init_logit_scale':2.6592,
         'init_logit_bias':null,'nonscalar_logit_scale':true,'output_dict':true,
         'vision_cfg':{'layers':12,'width':64,'head_width':64,'mlp_ratio':4.0,'patch_size':16,
          'image_size':[32,32],'ls_init_value':null,'patch_dropout':0.0,'attentional_pool':false,
          'attn_pooler_queries':256,'attn_pooler_heads':8,'no_ln_pre':false,
          'pos_embed_type':'learnable','final_ln_after_pool':true,'pool_type':'tok',
          'output_tokens':false,'act_kwargs':{},'norm_kwargs':{'eps':1e-5},'block_type':null,
          'qk_norm':false,'scaled_cosine_attn':false,'scale_heads':false,'scale_attn_inner':false,
          'scale_attn':false,'scale_fc':false,'timm_model_name':null,
          'timm_model_pretrained':false,'timm_pool':'avg','timm_proj':'linear',
          'timm_proj_bias':false,'timm_drop':0.0,'timm_drop_path':null},
         'text_cfg':{'context_length':77,'vocab_size':49408,'hf_tokenizer_name':null,
          'tokenizer_mode':null,'tokenizer_kwargs':{'clean':'lower'},'width':64,'heads':8,
          'layers':12,'mlp_ratio':4.0,'ls_init_value':null,'embed_cls':false,'pad_id':0,'eos_id':2,
          'no_causal_mask':false,'final_ln_after_pool':false,'pool_type':'argmax',
          'proj_bias':false,'proj_type':'linear','output_tokens':false,'act_kwargs':null,
          'norm_kwargs':{},'block_type':'default','qk_norm':false,'scaled_cosine_attn':false,
          'scale_heads':false,'scale_attn_inner':false,'scale_attn':false,'scale_fc':false,
          'hf_model_name':null,'hf_model_pretrained':true,'hf_proj_type':'mlp',
          'hf_pooler_type':'mean_pooler'}}
        """;
    assertEquals(read(PLAIN), read(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/custom_text = true",
        "/init_logit_bias = -10",
        "/multimodal_cfg = {'layers':12}",
        "/vision_cfg/timm_model_name = 'vit_base_patch16_siglip_224'",
        "/vision_cfg/ls_init_value = 1e-5",
        "/vision_cfg/attentional_pool = true",
        "/vision_cfg/attentional_pool = 'parallel'",
        "/vision_cfg/no_ln_pre = true",
        "/vision_cfg/pos_embed_type = 'sin_cos_2d'",
        "/vision_cfg/pool_type = 'avg'",
        "/vision_cfg/norm_kwargs = {'eps':1e-6}",
        "/vision_cfg/act_kwargs = {'approximate':'tanh'}",
        "/text_cfg/hf_model_name = 'roberta-base'",
        "/text_cfg/hf_tokenizer_name = 'bert-base-uncased'",
        "/text_cfg/tokenizer_kwargs = {'clean':'canonicalize'}",
        "/text_cfg/no_causal_mask = true",
        "/text_cfg/pool_type = 'last'",
        "/text_cfg/pool_type = 'eos'",
        "/text_cfg/proj_type = 'none'",
        "/text_cfg/proj_bias = true",
        "/text_cfg/embed_cls = true",
        "/text_cfg/qk_norm = true",
        "/text_cfg/scale_fc = 1",
      })
  void keysThatMakeAnotherModelAreRefusedByName(String line) {
    String[] parts = line.replace('\'', '"').split(" = ");
    ObjectNode tree = StrictReader.parse(PLAIN.replace('\'', '"'), "my.json");
    int slash = parts[0].lastIndexOf('/');
    String group = parts[0].substring(0, slash);
    ((ObjectNode) tree.at(group))
        .set(
            parts[0].substring(slash + 1),
            StrictReader.parse("{\"v\":" + parts[1] + "}", "").get("v"));
    ConfigException e =
        assertThrows(ConfigException.class, () -> ModelConfig.read(tree, "my.json"));
    String key = "model_cfg" + parts[0].replace('/', '.');
    assertTrue(e.getMessage().startsWith("my.json: " + key + " is "), e.getMessage());
    assertTrue(e.getMessage().contains("supported is "), e.getMessage());
  }

  @Test
  void aKeyThatNobodyKnowsIsRefusedAllTheSame() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> read("{'embed_dim':8,'vision_cfg':{'patch_sise':4},'text_cfg':{}}"));
    assertTrue(
        e.getMessage().contains("did you mean 'model_cfg.vision_cfg.patch_size'"), e.getMessage());
  }
}
