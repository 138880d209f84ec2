package org.clip4j.core.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.clip4j.core.kernels.simd.RowMath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class KernelSelectorTest {

  private final String wish = System.getProperty(KernelSelector.PROPERTY);
  private final String simd = System.getProperty(RowMath.SIMD_PROPERTY);
  private final String threads = System.getProperty(Workers.THREADS_PROPERTY);

  @AfterEach
  void restore() {
    set(KernelSelector.PROPERTY, wish);
    set(RowMath.SIMD_PROPERTY, simd);
    set(Workers.THREADS_PROPERTY, threads);
  }

  private static void set(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  @Test
  void theFastOnesAreTakenOnTheCpu() {
    set(KernelSelector.PROPERTY, "auto");
    assertInstanceOf(CpuKernels.class, KernelSelector.of(DataType.FLOAT));
    assertEquals(3, KernelSelector.of(DataType.FLOAT, 3).threads());
    set(KernelSelector.PROPERTY, "cpu");
    assertInstanceOf(CpuKernels.class, KernelSelector.of(DataType.FLOAT));
  }

  @Test
  void theNaiveOnesAreTakenWhenAskedForAndForDouble() {
    set(KernelSelector.PROPERTY, "nd4j");
    assertInstanceOf(Nd4jKernels.class, KernelSelector.of(DataType.FLOAT));
    set(KernelSelector.PROPERTY, "cpu");
    assertInstanceOf(Nd4jKernels.class, KernelSelector.of(DataType.DOUBLE));
  }

  @Test
  void propertySetsTheThreads() {
    set(KernelSelector.PROPERTY, "cpu");
    set(Workers.THREADS_PROPERTY, "5");
    assertEquals(5, KernelSelector.of(DataType.FLOAT).threads());
    set(Workers.THREADS_PROPERTY, "many");
    String message =
        assertThrows(IllegalArgumentException.class, () -> KernelSelector.of(DataType.FLOAT))
            .getMessage();
    assertTrue(message.contains("-Dclip4j.threads=many"), message);
  }

  @Test
  void theRowKernelsAreNamed() {
    set(KernelSelector.PROPERTY, "cpu");
    assertEquals(RowMath.best().name(), KernelSelector.of(DataType.FLOAT).rowKernels());
    assertNotEquals(RowMath.scalar().name(), RowMath.vector().name());
    assertEquals("", KernelSelector.of(DataType.DOUBLE).rowKernels());
  }

  @Test
  void vectorsAreWantedOrNot() {
    set(KernelSelector.PROPERTY, "cpu");
    set(RowMath.SIMD_PROPERTY, "True");
    assertEquals(3, KernelSelector.of(DataType.FLOAT, 3).threads());
    set(RowMath.SIMD_PROPERTY, "maybe");
    String message =
        assertThrows(IllegalArgumentException.class, () -> KernelSelector.of(DataType.FLOAT))
            .getMessage();
    assertEquals("-Dclip4j.simd=maybe: expected true or false", message);
  }

  @Test
  void otherWishesAreRefused() {
    set(KernelSelector.PROPERTY, "gpu");
    String message =
        assertThrows(IllegalArgumentException.class, () -> KernelSelector.of(DataType.FLOAT))
            .getMessage();
    assertTrue(message.contains("expected auto, cpu or nd4j"), message);
    assertThrows(IllegalArgumentException.class, () -> KernelSelector.of(DataType.INT));
  }
}
