package org.clip4j.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A step that was evaluated among the best so far.
 *
 * @param step updates made
 * @param top1 from 0 to 1
 */
record BestStep(long step, double top1) {

  /**
   * The best of some and one more, best first; of equals the earlier one.
   *
   * @param keep how many, at the most
   */
  static List<BestStep> with(List<BestStep> best, BestStep next, int keep) {
    return Stream.concat(best.stream().filter(b -> b.step < next.step), Stream.of(next))
        .sorted(Comparator.comparingDouble(BestStep::top1).reversed().thenComparing(BestStep::step))
        .limit(keep)
        .toList();
  }
}
