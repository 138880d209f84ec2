package org.clip4j.encoders.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clip4j.core.io.Dtype;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.encoders.config.ModelConfig;
import org.clip4j.encoders.config.TextConfig;
import org.clip4j.encoders.config.VisionConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HuggingFaceConfigTest {

  private static final Path FILE = Path.of("config.json");

  private static ModelConfig read(String json) {
    return HuggingFaceConfig.read(FILE, StrictReader.parse(json.replace('\'', '"'), "config.json"));
  }

  @Test
  void whatIsLeftOutIsTransformersDefault() {
    ModelConfig base = ModelConfig.preset("ViT-B-32-quickgelu");
    assertEquals(base, read("{'model_type':'clip'}"));
    assertEquals(base, read("{'model_type':'clip','text_config':null,'vision_config':{}}"));
    // As OpenAI's ViT-L/14 came: old names, the legacy end of text, the values under _dict.
    String large =
        """
        {'model_type': 'clip', 'projection_dim': 768, 'torch_dtype': 'float32',
         'text_config': {'hidden_size': 1, 'eos_token_id': 2, 'top_k': 50},
         'text_config_dict': {'hidden_size': 768, 'intermediate_size': 3072,
           'num_attention_heads': 12, 'num_hidden_layers': 12, 'projection_dim': 768},
         'vision_config': {'hidden_size': 1024, 'intermediate_size': 4096, 'patch_size': 14,
           'num_attention_heads': 16, 'num_hidden_layers': 24, 'dropout': 0.0}}
        """;
    assertEquals(ModelConfig.preset("ViT-L-14-quickgelu"), read(large));
  }

  @Test
  void theEndOfTextIsTheHighestId() {
    String text = "{'model_type':'clip','text_config':{'vocab_size':%d,'eos_token_id':%d}}";
    assertEquals(1000, read(String.format(text, 1000, 999)).textCfg().vocabSize());
    assertEquals(1000, read(String.format(text, 1000, 2)).textCfg().vocabSize());
    assertRefused(String.format(text, 1000, 998), "text_config.eos_token_id is 998, so captions");
    assertRefused(String.format(text, 1000, 49407), "text_config.eos_token_id is 49407");
    // Left out it is 49407 to transformers.
    assertRefused(
        "{'model_type':'clip','text_config':{'vocab_size':1000}}",
        "text_config.eos_token_id is absent");
    String written =
        HuggingFaceConfig.write(
                new ModelConfig(
                    8,
                    true,
                    new VisionConfig(16, 8, 32, 1, 16, 4),
                    new TextConfig(8, 50, 16, 2, 1, 4)),
                Dtype.F32)
            .get("text_config")
            .toString();
    assertTrue(written.contains("\"bos_token_id\":48,\"eos_token_id\":49"), written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{} -> model_type is absent",
        "{'model_type':'siglip'} -> model_type is \"siglip\"",
        "{'model_type':['clip']} -> model_type is [\"clip\"], expected a text",
        "{'model_type':'clip','text_config':[]} -> text_config is [], expected a group",
        "{'model_type':'clip','text_config':{'hidden_act':'relu'}} -> text_config.hidden_act",
        "{'model_type':'clip','text_config':{'hidden_act':'gelu'}} -> vision_config.hidden_act",
        "{'model_type':'clip','vision_config':{'layer_norm_eps':1e-6}} -> vision_config.layer_norm",
        "{'model_type':'clip','text_config':{'layer_norm_eps':0}} -> text_config.layer_norm_eps",
        "{'model_type':'clip','text_config':{'attention_dropout':'x'}} -> text_config.attention_dr",
        "{'model_type':'clip','text_config':null,'vision_config':{'hidden_act':'gelu'}} ->"
            + " supported is that of text_config, \"quick_gelu\" (text_config is null, which stands"
            + " for transformers' defaults)",
        "{'model_type':'clip','vision_config':{'num_channels':1}} -> vision_config.num_channels",
        "{'model_type':'clip','vision_config':{'num_attention_heads':7}} -> vision_config.num_atte",
        "{'model_type':'clip','vision_config':{'num_attention_heads':0}} -> vision_config.num_atte",
        "{'model_type':'clip','vision_config':{'image_size':[224,196]}} ->"
            + " vision_config.image_size",
        "{'model_type':'clip','vision_config':{'hidden_size':1e3}} -> expected a whole number",
        "{'model_type':'clip','vision_config':{'hidden_size':2147483648}} -> expected a whole",
        "{'model_type':'clip','text_config':{'intermediate_size':0}} -> expected 1 or more",
        "{'model_type':'clip','text_config':{'hidden_size':0}} -> text_config.hidden_size is 0",
        "{'model_type':'clip','text_config':{'hidden_size':-8}} -> text_config.hidden_size is -8",
        "{'model_type':'clip','text_config':{'num_hidden_layers':1000000000}} -> layers is to be",
        "{'model_type':'clip','projection_dim':-1} -> embed_dim is to be positive",
      })
  void anotherModelIsRefusedByTheKey(String line) {
    String[] parts = line.split(" -> ");
    assertRefused(parts[0], parts[1]);
  }

  private static void assertRefused(String json, String message) {
    ConfigException e = assertThrows(ConfigException.class, () -> read(json));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith("config.json: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  /** Dropout is of the training: what a model computes is the same without. */
  @Test
  void dropoutIsReadWithAWarning() {
    ch.qos.logback.classic.Logger log =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(HuggingFaceConfig.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      assertEquals(
          ModelConfig.preset("ViT-B-32-quickgelu"),
          read(
              "{'model_type':'clip','text_config':{'attention_dropout':0.1,'dropout':0},"
                  + "'vision_config':{'attention_dropout':0.2,'dropout':0.3}}"));
      assertEquals(1, lines.list.size());
      String line = lines.list.get(0).getFormattedMessage();
      assertEquals(
          "config.json: text_config.attention_dropout 0.1, vision_config.attention_dropout 0.2,"
              + " vision_config.dropout 0.3: there is no dropout here; embeddings are the same, but"
              + " training goes on without it",
          line);
      lines.list.clear();
      read("{'model_type':'clip','text_config':{'attention_dropout':0.0}}");
      assertEquals(List.of(), lines.list);
    } finally {
      log.detachAppender(lines);
    }
  }

  /** The ratio of hidden columns has no key there, so it has to come back out of two sizes. */
  @Property(tries = 200)
  void hiddenColumnsSurvive(
      @ForAll @IntRange(min = 1, max = 40) int heads,
      @ForAll @IntRange(min = 1, max = 200) int headWidth,
      @ForAll @IntRange(min = 1, max = 20000) int hidden) {
    int width = heads * headWidth;
    String json =
        String.format(
            "{'model_type':'clip','vision_config':{'hidden_size':%d,'num_attention_heads':%d,"
                + "'intermediate_size':%d}}",
            width, heads, hidden);
    ModelConfig read = read(json);
    assertEquals(hidden, read.visionCfg().transformer(read.activation()).hidden());
    assertEquals(read, HuggingFaceConfig.read(FILE, HuggingFaceConfig.write(read, Dtype.F32)));
  }
}
