package org.clip4j.core.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What is oneDNN's own; that its products are right, {@link CpuKernelsTwinTest} holds. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OneDnnTest {

  private static final int M = 96;
  private static final int N = 80;
  private static final int K = 700;

  @BeforeAll
  static void loads() {
    assertEquals(Optional.empty(), OneDnn.obstacle());
  }

  private static FloatPointer filled(int offset, int n) {
    FloatPointer all = new FloatPointer(offset + (long) n);
    SplittableRandom random = new SplittableRandom(n);
    for (int i = 0; i < n; i++) {
      all.put(offset + (long) i, (float) random.nextDouble(-1, 1));
    }
    return all.getPointer(offset);
  }

  private static float[] product(int offset) {
    FloatPointer c = filled(offset, M * N);
    new OneDnn()
        .multiply(
            true, false, M, N, K, 1, filled(offset, M * K), M, filled(offset, K * N), N, 1, c, N);
    float[] values = new float[M * N];
    c.get(values);
    return values;
  }

  @Test
  void bitsHangNeitherOnWhereMatricesLieNorOnOpenMpsThreads() {
    NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = openMp.ompGetMaxThreads();
    try {
      openMp.setOmpNumThreads(4);
      float[] expected = product(0);
      for (int offset = 1; offset < 20; offset++) {
        assertArrayEquals(expected, product(offset));
      }
      openMp.setOmpNumThreads(1);
      assertArrayEquals(expected, product(0));
    } finally {
      openMp.setOmpNumThreads(before);
    }
  }

  /** So that an embedding does not depend on the batch that it was made in. */
  @ParameterizedTest
  @CsvSource({
    "true, 8, 16",
    "true, 33, 17",
    "true, 768, 80",
    "false, 16, 48",
    "false, 33, 17",
    "false, 768, 80"
  })
  void aRowHasTheSameBitsHoweverManyThereAre(boolean transposeB, int k, int n) {
    int most = 70;
    FloatPointer a = filled(0, most * k);
    FloatPointer b = filled(0, k * n);
    for (int threads : new int[] {1, 2, 3}) {
      MatrixProducts products = new MatrixProducts(Workers.of(threads), new OneDnn());
      float[] whole = rows(products, transposeB, most, k, n, a, b);
      for (int m = 1; m < most; m++) {
        float[] part = rows(products, transposeB, m, k, n, a, b);
        assertArrayEquals(Arrays.copyOf(whole, m * n), part, m + " rows");
      }
    }
  }

  private static float[] rows(
      MatrixProducts products,
      boolean transposeB,
      int m,
      int k,
      int n,
      FloatPointer a,
      FloatPointer b) {
    try (Arena arena = new Arena(DataType.FLOAT)) {
      Tensor left = arena.take(m, k);
      Tensor right = transposeB ? arena.take(n, k) : arena.take(k, n);
      Tensor result = arena.take(m, n);
      Pointer.memcpy(left.pointer(), a, m * (long) k * Float.BYTES);
      Pointer.memcpy(right.pointer(), b, n * (long) k * Float.BYTES);
      result.zero();
      products.gemm(false, transposeB, 1, left, right, 0, result, k);
      // Once more onto the first, for a product that is added has another way.
      products.gemm(false, transposeB, 0.5f, left, right, 1, result, k);
      return RowBuffer.all(result);
    }
  }

  @Test
  void takesNoThreadsAndLeavesOpenMpItsOwn() throws InterruptedException {
    NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int[] left = new int[2];
    Thread other =
        new Thread(
            () -> {
              openMp.setOmpNumThreads(3);
              int begun = nativeThreads();
              product(0);
              left[0] = nativeThreads() - begun;
              left[1] = openMp.ompGetMaxThreads();
            });
    other.start();
    other.join();
    // The JVM may start or end a compiler's thread meanwhile; OpenMP would start two.
    assertTrue(left[0] < 2, () -> left[0] + " threads more");
    assertEquals(3, left[1]);
  }

  private static int nativeThreads() {
    return new java.io.File("/proc/self/task").list().length;
  }

  @Test
  void failureIsSaid() {
    FloatPointer x = filled(0, 16);
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> new OneDnn().multiply(true, false, 4, 4, 4, 1, x, 2, x, 4, 0, x, 4))
            .getMessage();
    assertTrue(message.contains("4 x 4 x 4"), message);
  }
}
