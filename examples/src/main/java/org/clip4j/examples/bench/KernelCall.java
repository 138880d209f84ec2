package org.clip4j.examples.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.clip4j.core.kernels.Kernels;

/**
 * One call of a kernel: what it was, what it worked on, how long it took.
 *
 * @param method of {@link Kernels}
 * @param arguments its arguments; tensors are valid until the arena they came from is reset
 * @param label kernel and shapes: calls of the same label do the same work
 * @param work at the least
 * @param seconds it took
 */
@SuppressWarnings("ArrayRecordComponent") // Kept to be called again, never compared.
record KernelCall(Method method, Object[] arguments, CallLabel label, Work work, double seconds) {

  Group group() {
    return Group.of(method.getName(), arguments);
  }

  /** The same once more, on the same memory. */
  void repeat(Kernels kernels) {
    invoke(kernels, method, arguments);
  }

  /** Calls a method; what it throws comes out as it is. */
  static Object invoke(Kernels kernels, Method method, Object[] arguments) {
    try {
      return method.invoke(kernels, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException inner) {
        throw inner;
      }
      if (e.getCause() instanceof Error inner) {
        throw inner;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
