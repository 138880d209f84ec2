package org.clip4j.examples.bench;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import org.clip4j.core.kernels.Kernels;

/**
 * Kernels that count the operations of matrix products, and weigh Java's heap whenever a kernel is
 * called that was not called before: in every phase of what they are lent to.
 */
final class LossProbe implements InvocationHandler {

  private static final String PRODUCT = "gemm";

  private final Kernels inner;
  private final Set<String> seen = new HashSet<>();
  private final long heapBefore;
  private long mostHeap;
  private double productFlops;

  LossProbe(Kernels inner) {
    this.inner = inner;
    this.heapBefore = liveHeap();
    this.mostHeap = heapBefore;
  }

  /** Kernels that do what the inner ones do, and are watched. */
  Kernels kernels() {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    if (seen.add(method.getName())) {
      mostHeap = Math.max(mostHeap, liveHeap());
    }
    if (method.getName().equals(PRODUCT)) {
      productFlops += Workload.of(PRODUCT, arguments).flops();
    }
    return KernelCall.invoke(inner, method, arguments);
  }

  private static long liveHeap() {
    // A full collection: what it leaves is in use.
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  double productFlops() {
    return productFlops;
  }

  /** Bytes on the heap beyond what was there when the probe was made. */
  long heapBytes() {
    return mostHeap - heapBefore;
  }
}
