package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Sequences;

/** Attention of one query a sequence, over sequences of one length. */
record QueryAttentionSubject(Direction direction, int count, int length, int heads, int headWidth)
    implements Subject {

  private int rows() {
    return count * length;
  }

  private int width() {
    return heads * headWidth;
  }

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    Sequences sequences = Sequences.uniform(count, length);
    var query = memory.input("query", count, width());
    var keyValue = memory.input("keyValue", rows(), 2L * width());
    var out = memory.zeros(count, width());
    var probabilities = memory.zeros(rows(), heads);
    Runnable forward =
        () -> kernels.queryAttention(query, keyValue, sequences, heads, out, probabilities);
    if (direction == Direction.FORWARD) {
      return new Work(forward, List.of(out));
    }
    forward.run();
    var dOut = memory.input("dOut", count, width());
    var dQuery = memory.zeros(count, width());
    var dKeyValue = memory.zeros(rows(), 2L * width());
    return new Work(
        () ->
            kernels.queryAttentionBackward(
                dOut, query, keyValue, probabilities, sequences, heads, dQuery, dKeyValue),
        List.of(dQuery, dKeyValue));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    if (direction == Direction.FORWARD) {
      Tensor query = memory.input("query", count, width());
      Tensor keyValue = memory.input("keyValue", rows(), 2L * width());
      return () -> List.of(attend(query, keyValue));
    }
    Tensor query = memory.leaf("query", count, width());
    Tensor keyValue = memory.leaf("keyValue", rows(), 2L * width());
    Tensor out = attend(query, keyValue);
    Tensor dOut = memory.input("dOut", count, width());
    return () -> TorchGradients.of(out, dOut, query, keyValue);
  }

  private Tensor attend(Tensor query, Tensor keyValue) {
    TensorVector parts =
        torch.unbind(keyValue.view(count, length, 2, heads, headWidth).permute(2, 0, 3, 1, 4), 0);
    return TorchAttention.rows(
        query.view(count, heads, 1, headWidth), parts.get(0), parts.get(1), false);
  }
}
