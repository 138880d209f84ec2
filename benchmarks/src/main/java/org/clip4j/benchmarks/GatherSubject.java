package org.clip4j.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.random.DeterministicRandom;

/** Rows of a table that an index names, and going back their gradients added to the table's. */
record GatherSubject(Direction direction, int rows, int tableRows, int columns) implements Subject {

  private int[] index() {
    DeterministicRandom random = DeterministicRandom.of(1, "index");
    int[] index = new int[rows];
    for (int r = 0; r < rows; r++) {
      index[r] = random.nextInt(tableRows);
    }
    return index;
  }

  @Override
  public Work onKernels(KernelMemory memory, Kernels kernels) {
    int[] index = index();
    if (direction == Direction.FORWARD) {
      var table = memory.input("table", tableRows, columns);
      var out = memory.zeros(rows, columns);
      return new Work(() -> kernels.gatherRows(table, index, out, false), List.of(out));
    }
    var dOut = memory.input("dOut", rows, columns);
    var dTable = memory.zeros(tableRows, columns);
    return new Work(() -> kernels.scatterAddRows(dOut, index, dTable), List.of(dTable));
  }

  @Override
  public Supplier<List<Tensor>> onTorch(TorchMemory memory) {
    Tensor index = Tensor.create(index(), rows);
    if (direction == Direction.FORWARD) {
      Tensor table = memory.input("table", tableRows, columns);
      Tensor out = memory.zeros(rows, columns);
      return () -> List.of(torch.index_select_out(out, table, 0, index));
    }
    Tensor dOut = memory.input("dOut", rows, columns);
    Tensor dTable = memory.zeros(tableRows, columns);
    return () -> List.of(dTable.index_add_(0, index, dOut));
  }
}
