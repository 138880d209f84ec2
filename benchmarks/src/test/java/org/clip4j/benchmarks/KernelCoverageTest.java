package org.clip4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.clip4j.core.kernels.CpuKernels;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** No kernel is without a benchmark unless it is named here. */
class KernelCoverageTest {

  /** Timed within the losses, never alone. */
  private static final Set<String> PARTS =
      Set.of(
          "logSumExps",
          "softmaxSum",
          "sigmoidGradient",
          "addSums",
          "entries",
          "entriesReaching",
          "addBias",
          "addColumnSums",
          "scale");

  /** One operation an element, which memory bounds: {@code bench ops} times them in their step. */
  private static final Set<String> NOT_TIMED = Set.of("fillRows", "add", "axpy");

  @Test
  void everyKernelIsTimedOrNamedHere() {
    Set<String> alone = new TreeSet<>();
    Set<String> within = new TreeSet<>();
    for (Supplier<KernelBenchmark> tiny : KernelBenchmarkTest.TINY) {
      Set<String> called = calledIn(tiny.get().subject());
      (called.size() == 1 ? alone : within).addAll(called);
    }
    within.removeAll(alone);
    assertEquals(new TreeSet<>(PARTS), within, "timed within others only");
    Set<String> left = new TreeSet<>(all());
    left.removeAll(alone);
    left.removeAll(within);
    assertEquals(new TreeSet<>(NOT_TIMED), left, "not timed: add a benchmark");
  }

  /** The methods that calculate. */
  private static Set<String> all() {
    Set<String> names = new TreeSet<>();
    Arrays.stream(Kernels.class.getMethods())
        .filter(method -> Arrays.asList(method.getParameterTypes()).contains(Tensor.class))
        .forEach(method -> names.add(method.getName()));
    return names;
  }

  /** What is timed, not what makes its inputs ready. */
  private static Set<String> calledIn(Subject subject) {
    Kernels inner = new CpuKernels(1);
    Set<String> called = new TreeSet<>();
    Kernels noting =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  if (all().contains(method.getName())) {
                    called.add(method.getName());
                  }
                  try {
                    return method.invoke(inner, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    try (KernelMemory memory = new KernelMemory()) {
      Subject.Work work = subject.onKernels(memory, noting);
      called.clear();
      work.body().run();
    }
    return called;
  }
}
