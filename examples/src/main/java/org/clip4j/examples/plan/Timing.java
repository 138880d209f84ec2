package org.clip4j.examples.plan;

import java.util.ArrayList;
import java.util.List;
import org.clip4j.examples.bench.Figures;

/** Times work of unknown length within so many seconds. */
final class Timing {

  private static final int MOST = 5;

  private Timing() {}

  /**
   * The median of a few runs.
   *
   * @param before runs that are not counted: the first ones allocate
   * @param seconds after which no further run begins; one is counted at least
   */
  static double median(int before, double seconds, Runnable work) {
    long begun = System.nanoTime();
    for (int i = 0; i < before; i++) {
      work.run();
    }
    List<Double> times = new ArrayList<>();
    do {
      times.add(once(work));
    } while (times.size() < MOST && since(begun) < seconds);
    return Figures.median(times);
  }

  private static double once(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return since(begun);
  }

  static double since(long begun) {
    return (System.nanoTime() - begun) * 1e-9;
  }
}
