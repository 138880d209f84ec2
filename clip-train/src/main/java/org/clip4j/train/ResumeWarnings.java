package org.clip4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What of a resumed run is not as it was at its checkpoint, and what follows from that. */
final class ResumeWarnings {

  private ResumeWarnings() {}

  private static boolean isByVersion(TrainerState state) {
    return state.dataFingerprint().startsWith(DataFingerprint.BY_VERSION);
  }

  /**
   * A line each.
   *
   * @param then what the checkpoint keeps
   * @param now what the resumed run would keep
   */
  static List<String> of(TrainerState then, TrainerState now) {
    List<String> lines = new ArrayList<>();
    if (!then.kernels().equals(now.kernels())) {
      lines.add(
          "The checkpoint was made with kernels '"
              + then.kernels()
              + "', this run uses '"
              + now.kernels()
              + "': the bits will differ");
    } else if (then.rowKernels() != null && !then.rowKernels().equals(now.rowKernels())) {
      lines.add(
          "The checkpoint was made with the row kernels '"
              + then.rowKernels()
              + "', this run uses '"
              + now.rowKernels()
              + "': the bits will differ");
    }
    if (isByVersion(then) != isByVersion(now)) {
      lines.add(
          "The training shards come from a server where those of the checkpoint were files, or the"
              + " other way round: whether they are the same cannot be told");
    } else if (!then.dataFingerprint().equals(now.dataFingerprint())) {
      lines.add("The training shards are not those of the checkpoint: the order will differ");
    }
    String teacherThen = then.history().teacher();
    String teacherNow = now.history().teacher();
    if (teacherThen != null && teacherNow != null && !teacherThen.equals(teacherNow)) {
      lines.add(
          "distill.model has other weights than the checkpoint's teacher had: from here on this is"
              + " another run");
    }
    JsonNode stepsThen = then.config().path("train").path("steps");
    JsonNode stepsNow = now.config().path("train").path("steps");
    if (stepsThen.asLong() != stepsNow.asLong()) {
      lines.add(
          "train.steps was "
              + stepsThen
              + " and is "
              + stepsNow
              + ": from here on the learning rate follows the schedule of "
              + stepsNow
              + " steps");
    }
    ResumedConfig.firstChange(then.config(), now.config())
        .ifPresent(
            change ->
                lines.add(
                    "The configuration is not the checkpoint's: "
                        + change
                        + " as it was: from here on this is another run"));
    return lines;
  }
}
