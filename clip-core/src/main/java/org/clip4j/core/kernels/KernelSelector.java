package org.clip4j.core.kernels;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between the two implementations.
 *
 * <p>DOUBLE always takes {@link Nd4jKernels}. For FLOAT the property {@value #PROPERTY} decides:
 * {@code cpu}, {@code nd4j}, or {@code auto} (the default), which takes {@link CpuKernels} where a
 * library for their products loads and ND4J's backend is a CPU one. One log line says which and
 * why.
 */
public final class KernelSelector {

  /** {@code auto}, {@code cpu} or {@code nd4j}. */
  public static final String PROPERTY = "clip4j.kernels";

  private static final Logger log = LoggerFactory.getLogger(KernelSelector.class);
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private KernelSelector() {}

  /**
   * The kernels for a type, on as many threads as {@code -Dclip4j.threads} says, else one a
   * processor.
   *
   * @throws IllegalArgumentException if a property has a value that is none
   * @throws IllegalStateException if {@code cpu} is asked for and no library for its products
   *     loads, or the one that is asked for does not
   */
  public static Kernels of(DataType type) {
    return of(type, Workers.defaultThreads());
  }

  /** The kernels for a type, on that many threads where the choice of kernels leaves one. */
  public static Kernels of(DataType type, int threads) {
    if (type == DataType.DOUBLE) {
      return new Nd4jKernels();
    }
    if (type != DataType.FLOAT) {
      throw new IllegalArgumentException("Kernels are for FLOAT and DOUBLE, not " + type);
    }
    String wish = System.getProperty(PROPERTY, "auto");
    return switch (wish) {
      case "nd4j" -> nd4j("-D" + PROPERTY + "=nd4j");
      case "cpu" -> cpu(threads);
      case "auto" -> obstacle().map(KernelSelector::nd4j).orElseGet(() -> cpu(threads));
      default ->
          throw new IllegalArgumentException(
              "-D" + PROPERTY + "=" + wish + ": expected auto, cpu or nd4j");
    };
  }

  private static Optional<String> obstacle() {
    return Nd4j.getEnvironment().isCPU()
        ? SgemmSelector.obstacle()
        : Optional.of("the backend is " + Nd4j.getBackend().getClass().getSimpleName());
  }

  private static Kernels cpu(int threads) {
    CpuKernels kernels = new CpuKernels(threads);
    SgemmSelector.passedOver().ifPresent(KernelSelector::warn);
    say("Kernels: cpu (" + kernels.products() + " and fused rows), threads: " + kernels.threads());
    return kernels;
  }

  private static Kernels nd4j(String why) {
    say("Kernels: nd4j (ND4J's operations alone): " + why);
    return new Nd4jKernels();
  }

  private static void warn(String why) {
    if (SAID.add(why)) {
      log.warn(
          "Without oneDNN, which is the faster on this processor and rounds otherwise: {}", why);
    }
  }

  private static void say(String line) {
    if (SAID.add(line)) {
      log.info(line);
    }
  }
}
