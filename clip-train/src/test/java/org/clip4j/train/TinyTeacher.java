package org.clip4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clip4j.encoders.ClipModel;
import org.clip4j.encoders.checkpoint.CheckpointLayout;
import org.clip4j.encoders.config.ModelSpec;
import org.clip4j.train.config.RunConfig;
import org.nd4j.linalg.api.buffer.DataType;

/** A wider model for a {@link TinyRun} to learn from, in the folder {@code teacher} beside it. */
final class TinyTeacher {

  private TinyTeacher() {}

  /** Writes it, with weights of its own seed. */
  static void save(Path folder, CheckpointLayout layout, long seed, String... settings)
      throws IOException {
    List<String> all =
        Stream.concat(
                Stream.of("model_cfg.embed_dim=24", "train.seed=" + seed), Stream.of(settings))
            .toList();
    RunConfig theirs = RunConfig.read(folder.resolve("tiny.yaml"), all);
    save(folder, ModelSpec.of(theirs.modelCfg(), theirs.preprocess()), layout, seed);
  }

  /** Writes another model. */
  static void save(Path folder, ModelSpec spec, CheckpointLayout layout, long seed)
      throws IOException {
    try (ClipModel model = new ClipModel(spec, DataType.FLOAT, false)) {
      model.initialize(seed);
      model.save(folder.resolve("teacher"), layout);
    }
  }
}
