package org.clip4j.core.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgemmSelectorTest {

  private final String wish = System.getProperty(SgemmSelector.PROPERTY);

  @AfterEach
  void restore() {
    if (wish == null) {
      System.clearProperty(SgemmSelector.PROPERTY);
    } else {
      System.setProperty(SgemmSelector.PROPERTY, wish);
    }
  }

  private static Sgemm chosen(String wish) {
    System.setProperty(SgemmSelector.PROPERTY, wish);
    return SgemmSelector.choose();
  }

  @ParameterizedTest
  @CsvSource({
    "GenuineIntel, fpu sse avx2 avx512f avx512vl amx_tile, true",
    "AuthenticAMD, fpu sse avx2 avx512f avx512vl, true",
    "AuthenticAMD, fpu sse avx2, true",
    "GenuineIntel, fpu sse avx avx2_none, false",
  })
  void oneDnnSuitsProcessorsWithAvx2(String vendor, String flags, boolean suits) {
    Stream<String> lines =
        Stream.of(
            "processor\t: 0", "vendor_id\t: " + vendor, "model\t\t: 1", "flags\t\t: " + flags);
    assertEquals(suits, SgemmSelector.suitsOneDnn(lines));
  }

  @Test
  void oneDnnSuitsNoProcessorThatSaysNothing() {
    assertEquals(false, SgemmSelector.suitsOneDnn(Stream.of("Features\t: fp asimd")));
  }

  @Test
  void takesWhatIsAskedFor() {
    Sgemm openBlas = chosen("openblas");
    assertInstanceOf(OpenBlas.class, openBlas);
    assertTrue(openBlas.name().matches("OpenBLAS 0\\..*"), openBlas.name());
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void takesOneDnnWhereAskedFor() {
    Sgemm oneDnn = chosen("onednn");
    assertInstanceOf(OneDnn.class, oneDnn);
    assertTrue(oneDnn.name().matches("oneDNN 3\\..*"), oneDnn.name());
  }

  @Test
  void refusesOtherNames() {
    String message = assertThrows(IllegalArgumentException.class, () -> chosen("mkl")).getMessage();
    assertEquals("-Dclip4j.blas=mkl: expected auto, openblas or onednn", message);
  }
}
