package org.clip4j.core.kernels;

import java.util.Arrays;
import org.clip4j.core.kernels.simd.RowMath;

/** One unit of a {@link HeadPlan}, and the moves of its rows between tensors and scratch. */
final class HeadUnit {

  private final HeadPlan plan;

  /** First row in the tensors. */
  final int row;

  /** Rows of the sequence. */
  final int length;

  /** First head, and how many. */
  final int head;

  final int count;

  /** Columns of those heads. */
  final int columns;

  HeadUnit(HeadPlan plan, int number) {
    this.plan = plan;
    int sequence = number / plan.groups;
    this.row = plan.sequences.start(sequence);
    this.length = plan.sequences.length(sequence);
    this.head = number % plan.groups * plan.group;
    this.count = Math.min(plan.group, plan.heads - head);
    this.columns = count * plan.headWidth;
  }

  /** Row stride of an array with queries, keys and values of this unit side by side. */
  int packedStride() {
    return 3 * columns;
  }

  /** Queries, keys and values of this unit's heads, side by side; room for whole blocks of rows. */
  float[] readPacked(int slot, RowBuffer packed) {
    float[] array = Scratch.local().floats(slot, HeadPlan.paddedRows(length) * packedStride());
    if (count == plan.heads) {
      packed.readStrip(array, 0, packedStride(), row, length, 0, packedStride());
    } else {
      for (int part = 0; part < 3; part++) {
        packed.readStrip(array, part * columns, packedStride(), row, length, column(part), columns);
      }
    }
    return array;
  }

  void writePacked(float[] array, RowBuffer packed) {
    if (count == plan.heads) {
      packed.writeStrip(array, 0, packedStride(), row, length, 0, packedStride());
    } else {
      for (int part = 0; part < 3; part++) {
        packed.writeStrip(
            array, part * columns, packedStride(), row, length, column(part), columns);
      }
    }
  }

  private int column(int part) {
    return part * plan.width + head * plan.headWidth;
  }

  /** This unit's columns of a tensor as wide as the heads together. */
  float[] read(int slot, RowBuffer rows) {
    float[] array = Scratch.local().floats(slot, HeadPlan.paddedRows(length) * columns);
    rows.readStrip(array, 0, columns, row, length, column(0), columns);
    return array;
  }

  void write(float[] array, RowBuffer rows) {
    rows.writeStrip(array, 0, columns, row, length, column(0), columns);
  }

  /** This unit's columns of a tensor with one value a head. */
  float[] readScalars(int slot, RowBuffer rows) {
    float[] array = Scratch.local().floats(slot, length * count);
    rows.readStrip(array, 0, count, row, length, head, count);
    return array;
  }

  void writeScalars(float[] array, RowBuffer rows) {
    rows.writeStrip(array, 0, count, row, length, head, count);
  }

  /** One head's columns, in panels; zeros behind the last row. */
  float[] panels(int slot, RowMath math, float[] source, int offset, int stride) {
    int n = plan.headWidth;
    int size = plan.panelSize(length);
    int end = length * plan.panel();
    float[] array = Scratch.local().floats(slot, plan.panels(n) * size);
    math.panels().pack(length, n, source, offset, stride, array, size);
    for (int part = 0; part < plan.panels(n); part++) {
      Arrays.fill(array, part * size + end, (part + 1) * size, 0f);
    }
    return array;
  }

  /** What {@link #panels} gives, transposed, in panels of some rows each. */
  float[] transposed(int slot, RowMath math, float[] panels) {
    int panel = plan.panel();
    int parts = plan.panels(plan.headWidth);
    int size = plan.panelSize(length);
    float[] array = Scratch.local().floats(slot, parts * size);
    for (int first = 0, at = 0; first < length; first += panel) {
      int rows = Math.min(panel, length - first);
      for (int part = 0; part < parts; part++, at += panel * panel) {
        math.panels().transpose(rows, panels, part * size + first * panel, array, at);
      }
    }
    return array;
  }
}
