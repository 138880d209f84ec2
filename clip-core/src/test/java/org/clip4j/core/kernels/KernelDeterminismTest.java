package org.clip4j.core.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clip4j.core.kernels.KernelCases.Case;
import org.clip4j.core.kernels.simd.RowMath;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

@Tag("long")
class KernelDeterminismTest {

  @Test
  void firstCallHasTheBitsOfTheTenThousandth() throws Exception {
    String said = program("10000", "--add-modules=jdk.incubator.vector");
    assertTrue(said.contains(ColdAndWarm.WELL + RowMath.best().name()), said);
  }

  @Test
  void runsWithoutTheVectorModule() throws Exception {
    String said = program("100");
    assertTrue(said.contains(ColdAndWarm.WELL + "plain loops"), said);
    assertTrue(said.contains("start Java with --add-modules jdk.incubator.vector"), said);
  }

  @Test
  void runsWithoutVectorsWhereTheyAreNotWanted() throws Exception {
    String said =
        program(
            "100", "--add-modules=jdk.incubator.vector", "-D" + RowMath.SIMD_PROPERTY + "=false");
    assertTrue(said.contains(ColdAndWarm.WELL + "plain loops"), said);
  }

  @Test
  void onlyMatrixProductsDependOnTheNumberOfThreads() {
    Kernels one = new CpuKernels(1);
    Kernels three = new CpuKernels(3);
    for (Case each : KernelCases.all(700, 133)) {
      List<float[]> expected = each.results(one);
      List<float[]> actual = each.results(three);
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(
            -1,
            Arrays.mismatch(expected.get(i), actual.get(i)),
            () -> each.name() + " differs between 1 and 3 threads");
      }
    }
  }

  @Test
  void tensorsPastOneBufferGoThroughInPieces() {
    int n = 3 * FlatKernels.DOT_PART + 1234;
    Workers workers = Workers.of(2);
    FlatKernels whole = new FlatKernels(workers, RowMath.best().elements());
    FlatKernels pieces = new FlatKernels(workers, RowMath.best().elements(), FlatKernels.DOT_PART);
    AdamWStep step = new AdamWStep(1e-2, 0.9, 0.98, 1e-6, 0.2, 3);
    try (Arena arena = new Arena(DataType.FLOAT)) {
      long[] s = {n};
      Tensor[] a = Twins.fill(arena, s, s, s, s);
      Tensor[] b = Twins.fill(arena, s, s, s, s);
      assertEquals(whole.dot(a[0], a[1]), pieces.dot(b[0], b[1]));
      whole.axpy(0.5f, a[0], a[1]);
      pieces.axpy(0.5f, b[0], b[1]);
      whole.scale(0.9f, a[2]);
      pieces.scale(0.9f, b[2]);
      whole.add(a[1], a[2], a[0]);
      pieces.add(b[1], b[2], b[0]);
      a[3].zero();
      b[3].zero();
      whole.adamW(a[0], a[1], a[2], a[3], step, 0.5);
      pieces.adamW(b[0], b[1], b[2], b[3], step, 0.5);
      for (int i = 0; i < a.length; i++) {
        assertEquals(a[i].floats(), b[i].floats(), "tensor " + i);
      }
    }
  }

  /** Runs {@link ColdAndWarm} in a virtual machine of its own and returns what it printed. */
  private static String program(String repeats, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ColdAndWarm.class.getName());
    command.add(repeats);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      return said;
    }
  }
}
