package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.clip4j.encoders.config.ModelConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSummaryTest {

  /** Parameters and GFLOP of a pair, as open_clip's model profile (docs/model_profile.csv) has. */
  @ParameterizedTest
  @CsvSource({
    "ViT-B-32, 151277313, 14.78",
    "ViT-B-16, 149620737, 41.09",
    "ViT-L-14, 427616513, 175.33",
    "ViT-L-14-336, 427944193, 395.22"
  })
  void agreesWithOpenClipsProfile(String name, long parameters, double gigaflop) {
    ModelSummary summary = ModelSummary.of(ModelConfig.preset(name));
    assertEquals(parameters, summary.parameters());
    assertEquals(parameters, summary.imageParameters() + summary.textParameters() + 1);
    assertEquals(gigaflop, (summary.imageFlops() + summary.textFlops()) * 1e-9, 0.006 * gigaflop);
  }
}
