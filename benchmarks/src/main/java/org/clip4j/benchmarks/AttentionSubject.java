package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Sequences;

/** Attention over sequences of one length. */
record AttentionSubject(
    Direction direction, int count, int length, int heads, int headWidth, boolean causal)
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
    var qkv = memory.input("qkv", rows(), 3L * width());
    var out = memory.zeros(rows(), width());
    var logSumExp = memory.zeros(rows(), heads);
    Runnable forward = () -> kernels.attention(qkv, sequences, heads, causal, out, logSumExp);
    if (direction == Direction.FORWARD) {
      return new Work(forward, List.of(out));
    }
    forward.run();
    var dOut = memory.input("dOut", rows(), width());
    var dQkv = memory.zeros(rows(), 3L * width());
    return new Work(
        () -> kernels.attentionBackward(dOut, qkv, out, logSumExp, sequences, heads, causal, dQkv),
        List.of(dQkv));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    if (direction == Direction.FORWARD) {
      Tensor qkv = memory.input("qkv", rows(), 3L * width());
      return () -> List.of(attend(qkv));
    }
    Tensor qkv = memory.leaf("qkv", rows(), 3L * width());
    Tensor out = attend(qkv);
    Tensor dOut = memory.input("dOut", rows(), width());
    return () -> TorchGradients.of(out, dOut, qkv);
  }

  private Tensor attend(Tensor qkv) {
    TensorVector parts =
        torch.unbind(qkv.view(count, length, 3, heads, headWidth).permute(2, 0, 3, 1, 4), 0);
    return TorchAttention.rows(parts.get(0), parts.get(1), parts.get(2), causal);
  }
}
