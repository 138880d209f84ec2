package org.clip4j.examples.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Tensor;

/**
 * Kernels that keep a note of every call and of its time. So the list of what a step consists of is
 * taken from the step itself, whatever operations it is made of.
 */
final class KernelTrace implements InvocationHandler {

  private final Kernels inner;
  private final List<KernelCall> calls = new ArrayList<>();

  KernelTrace(Kernels inner) {
    this.inner = inner;
  }

  /** Kernels that do what the inner ones do, and are noted. */
  Kernels kernels() {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this);
  }

  /** The calls since the last {@link #clear()}, in their order. */
  List<KernelCall> calls() {
    return Collections.unmodifiableList(calls);
  }

  void clear() {
    calls.clear();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    long begun = System.nanoTime();
    Object result = KernelCall.invoke(inner, method, arguments);
    double seconds = (System.nanoTime() - begun) * 1e-9;
    // Others ask for names and threads.
    if (arguments != null && Arrays.stream(arguments).anyMatch(Tensor.class::isInstance)) {
      String kernel = method.getName();
      calls.add(
          new KernelCall(
              method,
              arguments,
              CallLabel.of(kernel, arguments),
              Workload.of(kernel, arguments),
              seconds));
    }
    return result;
  }
}
