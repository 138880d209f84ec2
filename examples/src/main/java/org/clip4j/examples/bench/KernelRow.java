package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * All calls in a step that do the same work.
 *
 * @param label what they are
 * @param group the part of the step they belong to
 * @param calls how many a step has
 * @param work of all of them
 * @param inStep seconds of all of them within a step
 * @param alone seconds of all of them when nothing else runs between, in the median
 * @param best the same, the shortest that was seen
 * @param limit the least seconds that this machine allows for all of them
 */
record KernelRow(
    CallLabel label,
    Group group,
    int calls,
    Work work,
    double inStep,
    double alone,
    double best,
    double limit) {

  /** Seconds are those of one call; like the limit, {@code share} is of the best. */
  ObjectNode toJson() {
    ObjectNode row =
        Figures.object()
            .put("kernel", label.kernel())
            .put("shape", label.shape())
            .put("group", group.key())
            .put("calls", calls)
            .put("seconds", alone / calls)
            .put("seconds_in_step", inStep / calls)
            .put("limit_seconds", limit / calls)
            .put("share", limit / best)
            .put("share_in_step", limit / inStep);
    if (work.flops() > 0) {
      row.put("gflop_per_s", work.flops() * 1e-9 / alone);
    } else {
      row.put("gb_per_s", work.bytes() * 1e-9 / alone);
    }
    return row;
  }
}
