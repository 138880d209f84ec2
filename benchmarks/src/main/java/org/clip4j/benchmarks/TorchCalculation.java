package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A calculation by libtorch. */
final class TorchCalculation implements Calculation {

  private final TorchMemory memory;
  private final Supplier<List<Tensor>> body;

  TorchCalculation(Subject subject, int threads) {
    torch.set_num_threads(threads);
    memory = new TorchMemory();
    body = subject.onTorch(memory);
  }

  @Override
  public void run() {
    try (PointerScope temporaries = new PointerScope()) {
      var unused = body.get();
    }
  }

  @Override
  public List<float[]> results() {
    try (PointerScope temporaries = new PointerScope()) {
      return body.get().stream().map(TorchCalculation::values).toList();
    }
  }

  private static float[] values(Tensor tensor) {
    Tensor dense = tensor.contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    new FloatPointer(dense.data_ptr()).get(values);
    return values;
  }

  @Override
  public void close() {
    memory.close();
  }
}
