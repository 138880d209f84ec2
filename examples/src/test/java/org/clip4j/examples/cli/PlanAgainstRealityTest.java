package org.clip4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planned memory beside what real steps had resident, each in a process of its own. */
@Tag("forks")
class PlanAgainstRealityTest {

  private static final double TOLERANCE = 0.15;

  /** Twenty million parameters, most of them the vocabulary's; activations of another third. */
  private static final String MODEL =
      """
      {"model_cfg": {
        "embed_dim": 256,
        "vision_cfg": {"image_size": 64, "patch_size": 8, "width": 256, "layers": 4,
          "head_width": 32},
        "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 256, "heads": 4,
          "layers": 2}}}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"64, 64", "256, 16"})
  void plannedMemoryIsThatOfRealSteps(String batch, String microBatch) throws Exception {
    String config = Files.writeString(folder.resolve("model.json"), MODEL).toString();
    String[] step = {
      "--config", config, "--batch", batch, "--micro-batch", microBatch, "--json",
    };
    JsonNode real = OwnProcess.json(with(step, "bench", "step", "--steps", "1", "--warmup", "1"));
    assumeTrue(!real.get("peak_rss_mib").isNull(), "the system does not say");
    JsonNode plan = OwnProcess.json(with(step, "plan", "--seconds", "1"));
    double planned = plan.get("total_mib").asDouble();
    for (JsonNode part : plan.get("memory")) {
      // A benchmark has one batch of noise and no loader.
      planned -= part.get("part").asText().equals("read-ahead") ? part.get("mib").asDouble() : 0;
    }
    double resident = real.get("peak_rss_mib").asDouble();
    assertEquals(resident, planned, TOLERANCE * resident, plan + " " + real);
  }

  private static String[] with(String[] options, String... command) {
    return Stream.concat(Stream.of(command), List.of(options).stream()).toArray(String[]::new);
  }
}
