package org.clip4j.core.tensor;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The memory of one step: tensors are taken one after another and all given back at once by {@link
 * #reset()}.
 *
 * <p>It grows while the first steps show how much they need; {@link #reset()} then joins what grew
 * into one block, so that later steps allocate nothing. Not thread-safe: one arena belongs to one
 * step at a time.
 */
public final class Arena implements AutoCloseable {

  /** Tensors start on a cache line, so that vector loads of neighbours never share one. */
  private static final int ALIGNMENT = 16;

  private static final long SMALLEST = 1 << 16;

  private final DataType type;
  private final List<Block> blocks = new ArrayList<>();
  private int current;
  private long usedInCurrent;
  private long used;

  /** An empty arena for tensors of one type, FLOAT or DOUBLE. */
  public Arena(DataType type) {
    this.type = type;
  }

  /** The type of all its tensors. */
  public DataType type() {
    return type;
  }

  /** A tensor whose contents are undefined. */
  public Tensor take(long... shape) {
    long length = Math.max(1, Tensor.product(shape));
    long padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    while (current < blocks.size() && blocks.get(current).length() - usedInCurrent < padded) {
      current++;
      usedInCurrent = 0;
    }
    if (current == blocks.size()) {
      // An eighth more than asked and at least as much as so far: few, growing blocks.
      blocks.add(Block.allocate(type, Math.max(SMALLEST, Math.max(padded + padded / 8, used))));
    }
    Tensor tensor = blocks.get(current).tensor(usedInCurrent, shape);
    usedInCurrent += padded;
    used += padded;
    return tensor;
  }

  /** A tensor filled with zeros. */
  public Tensor zeros(long... shape) {
    Tensor tensor = take(shape);
    tensor.zero();
    return tensor;
  }

  /**
   * Begins a frame: closing it takes back what was taken since, and no more. Frames close in the
   * reverse of the order they were begun in.
   */
  public Frame frame() {
    return new Frame(current, usedInCurrent, used);
  }

  /** Where an arena stood; closing it goes back there. */
  public final class Frame implements AutoCloseable {
    private final int block;
    private final long usedInBlock;
    private final long usedBefore;

    private Frame(int block, long usedInBlock, long usedBefore) {
      this.block = block;
      this.usedInBlock = usedInBlock;
      this.usedBefore = usedBefore;
    }

    @Override
    public void close() {
      current = block;
      usedInCurrent = usedInBlock;
      used = usedBefore;
    }
  }

  /** Takes back all tensors; they must not be used any more. */
  public void reset() {
    if (blocks.size() > 1) {
      long total = blocks.stream().mapToLong(Block::length).sum();
      close();
      blocks.add(Block.allocate(type, total));
    }
    current = 0;
    usedInCurrent = 0;
    used = 0;
  }

  /** Bytes held, in use or not. */
  public long bytes() {
    return blocks.stream().mapToLong(b -> b.length() * type.width()).sum();
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
    blocks.clear();
    current = 0;
    usedInCurrent = 0;
    used = 0;
  }
}
