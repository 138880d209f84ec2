package org.clip4j.core.kernels.simd;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two sets of loops.
 *
 * @param name for logs and checkpoints: which set, and how many lanes
 * @param elements element by element
 * @param columns with a number for each column
 * @param norms layer norm
 * @param activations GELU and QuickGELU
 * @param sigmoids the sigmoid and its logarithm
 * @param matrices small matrix products
 * @param panels what goes with them: packing, softmax
 */
public record RowMath(
    String name,
    ElementMath elements,
    ColumnMath columns,
    NormMath norms,
    ActivationMath activations,
    SigmoidMath sigmoids,
    MatrixMath matrices,
    PanelMath panels) {

  /** {@code true} (the default) or {@code false}, to do without the Vector API. */
  public static final String SIMD_PROPERTY = "clip4j.simd";

  private static final Logger log = LoggerFactory.getLogger(RowMath.class);
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * The faster set that runs here.
   *
   * @throws IllegalArgumentException if {@value #SIMD_PROPERTY} is neither {@code true} nor {@code
   *     false}
   */
  public static RowMath best() {
    // Asked before the choice is made: what a static initialiser throws names no property.
    isWanted();
    return Best.MATH;
  }

  private static boolean isWanted() {
    String wish = System.getProperty(SIMD_PROPERTY, "true");
    return switch (wish.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "-D" + SIMD_PROPERTY + "=" + wish + ": expected true or false");
    };
  }

  /** The plain set, which runs everywhere. */
  public static RowMath scalar() {
    return new RowMath(
        "plain loops",
        new ScalarElements(),
        new ScalarColumns(),
        new ScalarNorms(),
        new ScalarActivations(),
        new ScalarSigmoids(),
        new ScalarMatrices(),
        new ScalarPanels());
  }

  /**
   * The set written with the Vector API.
   *
   * @throws NoClassDefFoundError if the virtual machine was started without the module
   */
  public static RowMath vector() {
    return new RowMath(
        "Vector API, " + Lanes.COUNT + " lanes",
        new VectorElements(),
        new VectorColumns(),
        new VectorNorms(),
        new VectorActivations(),
        new VectorSigmoids(),
        new VectorMatrices(),
        new VectorPanels());
  }

  /** {@code shift + log(sum)}, in double. */
  public static double logSumExp(float shift, float sum) {
    return shift + FloatMath.log(sum);
  }

  /** Chosen, and said, once. */
  private static final class Best {
    static final RowMath MATH = choose();

    private static RowMath choose() {
      String obstacle = obstacle();
      RowMath math = obstacle.isEmpty() ? vector() : scalar();
      if (obstacle.isEmpty()) {
        log.info("Row kernels: {}", math.name());
      } else {
        log.info("Row kernels: {} ({})", math.name(), obstacle);
      }
      return math;
    }

    private static String obstacle() {
      if (!isWanted()) {
        return "-D" + SIMD_PROPERTY + "=false";
      }
      if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
        return "several times slower: start Java with --add-modules " + MODULE;
      }
      try {
        return Lanes.COUNT < 4 ? "vectors here have only " + Lanes.COUNT + " lanes" : "";
      } catch (LinkageError e) {
        return MODULE + " does not load: " + e;
      }
    }
  }
}
