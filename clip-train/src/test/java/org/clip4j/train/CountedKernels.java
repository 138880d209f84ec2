package org.clip4j.train;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.clip4j.core.kernels.KernelSelector;
import org.clip4j.core.kernels.Kernels;
import org.nd4j.linalg.api.buffer.DataType;

/** Kernels that count how often each is called. */
final class CountedKernels {

  private CountedKernels() {}

  /**
   * Those that are taken for FLOAT.
   *
   * @param calls by the kernels' names
   */
  static Kernels into(Map<String, Integer> calls) {
    Kernels inner = KernelSelector.of(DataType.FLOAT);
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              try {
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
