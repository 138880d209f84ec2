package org.clip4j.core.kernels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the library for matrix products.
 *
 * <p>The property {@value #PROPERTY} decides: {@code openblas}, {@code onednn}, or {@code auto}
 * (the default), which takes oneDNN on Intel's processors with AVX-512 where its natives are there,
 * and else OpenBLAS. That is where oneDNN was measured to be faster ({@code docs/benchmarks.md}).
 * The choice hangs on the machine alone, never on a timing, so that a resumed run has the same
 * bits.
 */
final class SgemmSelector {

  /** {@code auto}, {@code openblas} or {@code onednn}. */
  static final String PROPERTY = "clip4j.blas";

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private SgemmSelector() {}

  /**
   * The library for this process.
   *
   * @throws IllegalArgumentException if the property has a value that is none
   * @throws IllegalStateException if a library is asked for that does not load, or none does
   */
  static Sgemm choose() {
    String wish = System.getProperty(PROPERTY, "auto");
    return switch (wish) {
      case "openblas" -> openBlas();
      case "onednn" -> {
        require(OneDnn.obstacle());
        yield new OneDnn();
      }
      case "auto" -> suitsOneDnn() && OneDnn.obstacle().isEmpty() ? new OneDnn() : openBlas();
      default ->
          throw new IllegalArgumentException(
              "-D" + PROPERTY + "=" + wish + ": expected auto, openblas or onednn");
    };
  }

  private static Sgemm openBlas() {
    require(OpenBlas.obstacle());
    return new OpenBlas();
  }

  private static void require(Optional<String> obstacle) {
    obstacle.ifPresent(
        why -> {
          throw new IllegalStateException(why);
        });
  }

  private static boolean suitsOneDnn() {
    try (Stream<String> lines = Files.lines(PROCESSOR, StandardCharsets.ISO_8859_1)) {
      return suitsOneDnn(lines);
    } catch (IOException | RuntimeException e) {
      return false; // no Linux
    }
  }

  /** Whether the lines of {@code /proc/cpuinfo} are those of an Intel processor with AVX-512. */
  static boolean suitsOneDnn(Stream<String> lines) {
    Iterable<String> each = lines::iterator;
    boolean intel = false;
    for (String line : each) {
      if (line.startsWith("vendor_id")) {
        intel = line.contains("GenuineIntel");
      } else if (line.startsWith("flags")) {
        return intel && line.contains(" avx512f ") && line.contains(" avx512vl");
      }
    }
    return false;
  }
}
