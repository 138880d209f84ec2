package org.clip4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.train.config.CaptionConfig;

/** What a resumed run may change without becoming another one. */
final class ResumedConfig {

  /** When things are written. */
  private static final List<String> FREE = List.of("checkpoint", "eval", "log");

  /**
   * How long the run is, which is said apart, what the checkpoint itself decides, what changes no
   * bit, and what would have ended the run.
   */
  private static final List<String> FREE_OF_TRAIN =
      List.of("steps", "threads", "keep", "non_finite", "non_finite_limit");

  /** What learns where a checkpoint, an older one too, does not say. */
  private static final Map<String, String> LOCK_BEFORE =
      Map.of("lock", "not set", "unlocked_groups", "0");

  /** What older checkpoints do not say of the optimiser, as text. */
  private static final Map<String, String> OPTIM_BEFORE =
      Map.of("schedule", "cosine", "image_lr_scale", "1.0", "text_lr_scale", "1.0");

  private ResumedConfig() {}

  /** The first key of the arithmetic that is not as it was in the checkpoint, with both values. */
  static Optional<String> firstChange(JsonNode then, JsonNode now) {
    return StrictReader.firstDifference(arithmetic(now), arithmetic(then)).map(d -> d.substring(1));
  }

  /**
   * Checks that nothing of the arithmetic has changed.
   *
   * @throws ConfigException naming the first key that has, and both values
   */
  static void requireSame(JsonNode then, JsonNode now) {
    Optional<String> change = firstChange(then, now);
    if (change.isPresent()) {
      throw new ConfigException(
          "the configuration is not the run's: "
              + change.get()
              + " as it was. A run keeps the configuration that it began with: leave it so, begin a"
              + " new run from the checkpoint's weights with model_init, or, for this folder to go"
              + " on as another run, add --with-changes");
    }
  }

  /**
   * Checks that what learned before learns now.
   *
   * @throws ConfigException if it does not: the checkpoint has moments for the one alone
   */
  static void requireSameLock(JsonNode then, JsonNode now) {
    for (String key : List.of("lock", "unlocked_groups")) {
      String before = then.path("train").path(key).asText(LOCK_BEFORE.get(key));
      String after = now.path("train").path(key).asText(LOCK_BEFORE.get(key));
      if (!before.equals(after)) {
        throw new ConfigException(
            "train."
                + key
                + " is "
                + after
                + ", in the checkpoint's run it was "
                + before
                + ": leave it so, or begin a new run from the checkpoint's weights with"
                + " model_init");
      }
    }
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
      // Nor did it unlock a part of what it locked.
      if (train.path("unlocked_groups").asInt() == 0) {
        train.remove("unlocked_groups");
      }
    }
    // Nor had one from before there was a choice these keys, which then were as by default now.
    if (rest.get("optim") instanceof ObjectNode optim) {
      OPTIM_BEFORE.forEach(
          (key, value) -> {
            if (optim.path(key).asText().equals(value)) {
              optim.remove(key);
            }
          });
    }
    if (rest.get("data") instanceof ObjectNode data) {
      // Older checkpoints do not say that shards are not drawn with replacement.
      if (!data.path("resample").asBoolean()) {
        data.remove(List.of("resample", "weights"));
      }
      // Nor that captions are where they usually are.
      if (!data.has("caption")) {
        data.set("caption", StrictReader.write(CaptionConfig.defaults()));
      }
      // Nor that there is one worker.
      if (data.path("workers").asInt(1) == 1) {
        data.remove(List.of("workers", "worker_rank"));
      }
      // None changes a batch; and older checkpoints hold the shards' paths, which may be others.
      data.remove(
          List.of(
              "threads",
              "cache_mib",
              "train",
              "shard_cache",
              "shard_cache_gib",
              "max_bad_rate",
              "stall_seconds"));
    }
    return rest;
  }
}
