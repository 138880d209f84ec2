package org.clip4j.train;

import java.util.List;

/**
 * What a run has come through, as far as what it does next hangs on it.
 *
 * @param best the steps of the best evaluations, best first
 * @param skippedSteps steps whose update was dropped, for it was not finite
 * @param skippedInRow how many of them were the latest steps
 * @param modelInit the SHA-256 of the weights that it began from; null where they were drawn
 * @param teacher the SHA-256 of its teacher's weights; null where there is none
 */
record RunHistory(
    List<BestStep> best,
    Long skippedSteps,
    Integer skippedInRow,
    String modelInit,
    String teacher) {

  /** Of a run that begins. */
  static final RunHistory NONE = new RunHistory(null, null, null, null, null);

  /** What a file does not have, an older one, is as at the beginning. */
  RunHistory {
    best = best == null ? List.of() : List.copyOf(best);
    skippedSteps = skippedSteps == null ? 0 : skippedSteps;
    skippedInRow = skippedInRow == null ? 0 : skippedInRow;
  }

  /** Of a run that begins from weights with this SHA-256. */
  static RunHistory beginningFrom(String weights) {
    return new RunHistory(null, null, null, weights, null);
  }

  /** Of a run whose teacher's weights have this SHA-256; null where there is none. */
  RunHistory withTeacher(String weights) {
    return new RunHistory(best, skippedSteps, skippedInRow, modelInit, weights);
  }

  RunHistory withBest(List<BestStep> steps) {
    return new RunHistory(steps, skippedSteps, skippedInRow, modelInit, teacher);
  }

  /** Behind a step that made its update. */
  RunHistory withUpdate() {
    return skippedInRow == 0 ? this : new RunHistory(best, skippedSteps, 0, modelInit, teacher);
  }

  /** Behind a step that did not. */
  RunHistory withSkip() {
    return new RunHistory(best, skippedSteps + 1, skippedInRow + 1, modelInit, teacher);
  }
}
