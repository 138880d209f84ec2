package org.clip4j.core.kernels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the library for matrix products.
 *
 * <p>The property {@value #PROPERTY} decides: {@code openblas}, {@code onednn}, or {@code auto}
 * (the default), which takes oneDNN on processors with AVX2 or AVX-512 where its natives are there,
 * and else OpenBLAS. That is where oneDNN was measured to be faster ({@code docs/benchmarks.md}).
 * The choice hangs on the machine alone, never on a timing, so that a resumed run has the same
 * bits.
 */
final class SgemmSelector {

  /** {@code auto}, {@code openblas} or {@code onednn}. */
  static final String PROPERTY = "clip4j.blas";

  private static final String AUTO = "auto";

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private SgemmSelector() {}

  /**
   * The library for this process.
   *
   * @throws IllegalArgumentException if the property has a value that is none
   * @throws IllegalStateException if a library is asked for that does not load, or none does
   */
  static Sgemm choose() {
    return switch (wish()) {
      case "openblas" -> openBlas();
      case "onednn" -> {
        require(OneDnn.obstacle());
        yield new OneDnn();
      }
      default -> takesOneDnn() ? new OneDnn() : openBlas();
    };
  }

  /**
   * Why there is no library; empty if there is one, or if one is asked for by its name: then {@link
   * #choose} says why there is not.
   *
   * @throws IllegalArgumentException if the property has a value that is none
   */
  static Optional<String> obstacle() {
    return !wish().equals(AUTO) || takesOneDnn() ? Optional.empty() : OpenBlas.obstacle();
  }

  /** Why oneDNN is not taken where it is the one to take; empty otherwise. */
  static Optional<String> passedOver() {
    return wish().equals(AUTO) && suitsOneDnn() ? OneDnn.obstacle() : Optional.empty();
  }

  private static String wish() {
    String wish = System.getProperty(PROPERTY, AUTO);
    if (!Set.of(AUTO, "openblas", "onednn").contains(wish)) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + wish + ": expected auto, openblas or onednn");
    }
    return wish;
  }

  private static boolean takesOneDnn() {
    return suitsOneDnn() && OneDnn.obstacle().isEmpty();
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

  /** Whether the lines of {@code /proc/cpuinfo} are those of a processor with AVX2. */
  static boolean suitsOneDnn(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .filter(flags -> List.of(flags.split("\\s+")).contains("avx2"))
        .isPresent();
  }
}
