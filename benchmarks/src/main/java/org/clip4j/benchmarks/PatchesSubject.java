package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.clip4j.core.kernels.Kernels;

/** Pictures cut into patches. Both edges of a picture are {@code grid} patches long. */
record PatchesSubject(int count, int grid, int patch) implements Subject {

  private static final int CHANNELS = 3;

  private long edge() {
    return (long) grid * patch;
  }

  private long rows() {
    return (long) count * grid * grid;
  }

  private long columns() {
    return (long) CHANNELS * patch * patch;
  }

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    var images = memory.input("images", count, CHANNELS, edge(), edge());
    var patches = memory.zeros(rows(), columns());
    return new Work(() -> kernels.patchify(images, patch, patches), List.of(patches));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    Tensor cut =
        memory
            .input("images", count, CHANNELS, edge(), edge())
            .view(count, CHANNELS, grid, patch, grid, patch)
            .permute(0, 2, 4, 1, 3, 5);
    Tensor patches = memory.zeros(count, grid, grid, CHANNELS, patch, patch);
    return () -> List.of(patches.copy_(cut));
  }
}
