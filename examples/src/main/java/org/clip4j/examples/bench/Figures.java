package org.clip4j.examples.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import org.clip4j.core.Version;
import org.clip4j.core.kernels.Kernels;

/** What all results have in common. */
public final class Figures {

  private Figures() {}

  /** An empty object whose keys keep their order. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A result's beginning: what has been measured. */
  static ObjectNode of(String engine) {
    return object().put("engine", "clip4j " + Version.current() + " " + engine);
  }

  /** A result's beginning where kernels did the work. */
  public static ObjectNode of(Kernels kernels) {
    return of(kernels.name() + " " + kernels.products() + " java " + Runtime.version().feature())
        .put("kernels", kernels.name())
        .put("row_kernels", kernels.rowKernels())
        .put("threads", kernels.threads());
  }

  /** Adds {@code peak_rss_mib}, null where the system does not say. */
  static void putPeakMemory(ObjectNode node) {
    OptionalLong mib = PeakMemory.mib();
    if (mib.isPresent()) {
      node.put("peak_rss_mib", mib.getAsLong());
    } else {
      node.putNull("peak_rss_mib");
    }
  }

  /** The median; of an even number of values the mean of the two in the middle. */
  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
