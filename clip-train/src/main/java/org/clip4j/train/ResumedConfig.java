package org.clip4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.clip4j.core.json.StrictReader;

/** What a resumed run may change without becoming another one. */
final class ResumedConfig {

  /** When things are written. */
  private static final List<String> FREE = List.of("checkpoint", "eval", "log");

  /**
   * How long the run is, which is said apart, what the checkpoint itself decides, and what changes
   * no bit.
   */
  private static final List<String> FREE_OF_TRAIN = List.of("steps", "threads", "keep");

  private ResumedConfig() {}

  /** The first key of the arithmetic that is not as it was in the checkpoint, with both values. */
  static Optional<String> firstChange(JsonNode then, JsonNode now) {
    return StrictReader.firstDifference(arithmetic(now), arithmetic(then)).map(d -> d.substring(1));
  }

  private static JsonNode arithmetic(JsonNode config) {
    // By way of the text: a number read from a file and one of a record are then the same kind of
    // node.
    ObjectNode rest = StrictReader.parse(config.toString(), "configuration");
    rest.remove(FREE);
    if (rest.get("train") instanceof ObjectNode train) {
      train.remove(FREE_OF_TRAIN);
      // A checkpoint from before there were micro-batches had none.
      if (train.path("micro_batch").equals(train.path("batch"))) {
        train.remove("micro_batch");
      }
    }
    if (rest.get("data") instanceof ObjectNode data) {
      // Older checkpoints do not say that shards are not drawn with replacement.
      if (!data.path("resample").asBoolean()) {
        data.remove(List.of("resample", "weights"));
      }
      // None changes a batch; and older checkpoints hold the shards' paths, which may be others.
      data.remove(List.of("threads", "cache_mib", "train", "max_bad_rate", "stall_seconds"));
    }
    return rest;
  }
}
