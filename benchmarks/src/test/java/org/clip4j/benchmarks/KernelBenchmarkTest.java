package org.clip4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.clip4j.core.kernels.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once at tiny sizes, on the engines whose natives are always there. */
class KernelBenchmarkTest {

  private static final Set<Engine> HERE = EnumSet.of(Engine.CLIP4J, Engine.ND4J);

  /** Every benchmark, with tiny sizes. */
  static final List<Supplier<KernelBenchmark>> TINY = tiny();

  private static List<Supplier<KernelBenchmark>> tiny() {
    List<Supplier<KernelBenchmark>> all = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      all.add(() -> sized(new MatrixProductBenchmark(), direction, "9x5x7"));
      all.add(() -> sized(new AttentionBenchmark(), direction, "3x5x2x8"));
      all.add(() -> sized(new AttentionBenchmark(), direction, "3x5x2x8-causal"));
      all.add(() -> sized(new QueryAttentionBenchmark(), direction, "3x5x2x8"));
      all.add(() -> sized(new GatherBenchmark(), direction, "9x5x20"));
      all.add(() -> sized(new LayerNormBenchmark(), direction, "9x20"));
      all.add(() -> sized(new RowNormBenchmark(), direction, "9x20"));
      for (Activation activation : Activation.values()) {
        all.add(
            () -> {
              BiasActivationBenchmark benchmark = new BiasActivationBenchmark();
              benchmark.activation = activation;
              return sized(benchmark, direction, "9x20");
            });
      }
    }
    all.add(() -> set(new InfoNceBenchmark(), "shape", "9x20"));
    all.add(() -> set(new SigmoidBenchmark(), "shape", "9x20"));
    all.add(() -> set(new PatchesBenchmark(), "shape", "3x2x4"));
    all.add(() -> set(new NormBenchmark(), "length", 100));
    all.add(() -> set(new AdamWBenchmark(), "length", 100));
    return all;
  }

  private static KernelBenchmark sized(KernelBenchmark benchmark, Direction way, String shape) {
    return set(set(benchmark, "direction", way), "shape", shape);
  }

  private static KernelBenchmark set(KernelBenchmark benchmark, String parameter, Object value) {
    try {
      Field field = benchmark.getClass().getField(parameter);
      field.set(benchmark, value);
      return benchmark;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @FieldSource("TINY")
  void enginesAgreeAndEachIsTimed(Supplier<KernelBenchmark> tiny) {
    for (Engine engine : HERE) {
      KernelBenchmark benchmark = tiny.get();
      benchmark.engine = engine.name().toLowerCase(Locale.ROOT);
      benchmark.open();
      try {
        assertDoesNotThrow(benchmark::time);
      } finally {
        benchmark.close();
      }
    }
  }

  /** Else agreement would mean nothing. */
  @ParameterizedTest
  @FieldSource("TINY")
  void everyResultIsCalculated(Supplier<KernelBenchmark> tiny) {
    try (Calculation calculation = Engine.CLIP4J.open(tiny.get().subject(), 1)) {
      for (float[] result : calculation.results()) {
        assertTrue(Stream.of(result).anyMatch(values -> values[values.length / 2] != 0));
      }
    }
  }

  @Test
  void thereIsATinyOneOfEachBenchmark() {
    long kinds = TINY.stream().map(tiny -> tiny.get().getClass()).distinct().count();
    long known =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .size();
    assertEquals(known, kinds);
  }

  @Test
  void resultsThatDifferAreRefused() {
    List<float[]> expected = List.of(new float[] {1, 100});
    Agreement.compare(Engine.ND4J, expected, Engine.CLIP4J, List.of(new float[] {1.005f, 100}));
    for (float[] wrong : new float[][] {{1.02f, 100}, {Float.NaN, 100}, {1, 100, 0}}) {
      assertThrows(
          IllegalStateException.class,
          () -> Agreement.compare(Engine.ND4J, expected, Engine.CLIP4J, List.of(wrong)));
    }
    assertThrows(
        IllegalStateException.class,
        () -> Agreement.compare(Engine.ND4J, expected, Engine.CLIP4J, List.of()));
  }

  static Stream<String> notSizes() {
    return Stream.of("", "3", "3x", "3x0", "3x-1", "3x4x5", "ax4");
  }

  @ParameterizedTest
  @MethodSource("notSizes")
  void sizesThatAreNoneAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Sizes.of(text, 2));
  }
}
