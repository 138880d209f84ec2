package org.clip4j.train;

import org.clip4j.core.json.ConfigException;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.train.config.RunConfig;

/** The model that a configuration asks for. */
final class AskedModel {

  private AskedModel() {}

  /**
   * Its sizes, with what a checkpoint will say of it.
   *
   * @throws ConfigException if captions cannot be read for it
   */
  static ModelSpec of(RunConfig config) {
    ModelSpec spec = ModelSpec.of(config.modelCfg(), config.preprocess());
    if (!spec.hasTokenizer()) {
      throw new ConfigException(
          "model_cfg.text_cfg.vocab_size is "
              + config.modelCfg().textCfg().vocabSize()
              + ", but the captions are read by CLIP's tokenizer, whose ids go up to "
              + (ModelSpec.CLIP_VOCABULARY - 1)
              + ": set it to "
              + ModelSpec.CLIP_VOCABULARY);
    }
    return spec;
  }
}
