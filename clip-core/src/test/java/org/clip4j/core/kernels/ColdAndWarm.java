package org.clip4j.core.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clip4j.core.kernels.KernelCases.Case;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A program of its own, so that its first calls are cold whatever other tests ran: calls every
 * kernel, many times, and names those whose bits changed on the way. The argument is the number of
 * repeats.
 */
public final class ColdAndWarm {

  /** What the program prints last if all is well. */
  static final String WELL = "Same bits, cold and warm: ";

  private ColdAndWarm() {}

  /** See the class. */
  public static void main(String[] args) {
    int repeats = Integer.parseInt(args[0]);
    Kernels kernels = new CpuKernels(2);
    List<Case> cases = new ArrayList<>(KernelCases.all(35, 21));
    cases.add(
        new Case(
            "gemm",
            (k, t) -> k.gemm(true, false, 1, t[0], t[1], 1, t[2]),
            Twins.shape(30, 80),
            Twins.shape(30, 20),
            Twins.shape(80, 20)));
    boolean well = true;
    for (Case each : cases) {
      well &= keepsItsBits(each, kernels, repeats);
    }
    System.out.println(well ? WELL + RowMath.best().name() : "Bits changed");
  }

  private static boolean keepsItsBits(Case each, Kernels kernels, int repeats) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor[] tensors = Twins.fill(arena, each.shapes());
      List<float[]> start = Case.values(tensors);
      each.call().run(kernels, tensors);
      List<float[]> cold = Case.values(tensors);
      for (int call = 2; call <= repeats; call++) {
        for (int i = 0; i < tensors.length; i++) {
          RowBuffer.put(start.get(i), tensors[i]);
        }
        each.call().run(kernels, tensors);
        if (call % 100 == 0 && !same(cold, Case.values(tensors))) {
          System.out.println(each.name() + ": other bits at call " + call);
          return false;
        }
      }
      return true;
    }
  }

  private static boolean same(List<float[]> a, List<float[]> b) {
    for (int i = 0; i < a.size(); i++) {
      // Bits, so that NaN equals NaN and zeros differ by their sign.
      if (!Arrays.equals(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
