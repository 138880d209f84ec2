package org.clip4j.core.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.clip4j.core.tensor.FreeTensors.Place;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The memory of one step: tensors are taken one after another and all given back at once by {@link
 * #reset()}. One that is done with before may be given back alone ({@link #giveBack}); the next of
 * its size then lies there.
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
  private final Deque<Frame> frames = new ArrayDeque<>();
  private FreeTensors free = new FreeTensors();
  private int current;
  private long usedInCurrent;
  private long used;
  private long mostUsed;

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
    long padded = padded(Tensor.product(shape));
    Place place = free.take(padded);
    if (place == null) {
      place = next(padded);
    }
    return blocks.get(place.block()).tensor(place.offset(), shape);
  }

  /** Room behind all that was taken so far. */
  private Place next(long padded) {
    while (current < blocks.size() && blocks.get(current).length() - usedInCurrent < padded) {
      current++;
      usedInCurrent = 0;
    }
    if (current == blocks.size()) {
      // An eighth more than asked and at least as much as so far: few, growing blocks.
      blocks.add(Block.uninitialized(type, Math.max(SMALLEST, Math.max(withRoom(padded), used))));
    }
    Place place = new Place(current, usedInCurrent);
    usedInCurrent += padded;
    used += padded;
    mostUsed = Math.max(mostUsed, used);
    return place;
  }

  /** A tensor filled with zeros. */
  public Tensor zeros(long... shape) {
    Tensor tensor = take(shape);
    tensor.zero();
    return tensor;
  }

  /**
   * Gives one tensor back, which must not be used any more, nor any view of it.
   *
   * @param tensor as {@link #take} gave it, no slice of it
   * @throws IllegalStateException if it was given back before
   */
  public void giveBack(Tensor tensor) {
    Place place = new Place(blocks.indexOf(tensor.block()), tensor.offset());
    if (place.block() < 0) {
      throw new IllegalArgumentException(tensor + " was not taken from this arena");
    }
    // What lies before a frame stays free when the frame closes, what lies in it does not.
    FreeTensors list = free;
    for (Frame frame : frames) {
      if (!place.isBefore(frame.start)) {
        break;
      }
      list = frame.freeBefore;
    }
    list.add(padded(tensor.length()), place);
  }

  /**
   * Begins a frame: closing it takes back what was taken since, and no more. Frames close in the
   * reverse of the order they were begun in.
   */
  public Frame frame() {
    Frame frame = new Frame(new Place(current, usedInCurrent), used, free);
    frames.push(frame);
    free = new FreeTensors();
    return frame;
  }

  /** Where an arena stood; closing it goes back there. */
  public final class Frame implements AutoCloseable {
    private final Place start;
    private final long usedBefore;
    private final FreeTensors freeBefore;

    private Frame(Place start, long usedBefore, FreeTensors freeBefore) {
      this.start = start;
      this.usedBefore = usedBefore;
      this.freeBefore = freeBefore;
    }

    @Override
    public void close() {
      frames.remove(this);
      current = start.block();
      usedInCurrent = start.offset();
      used = usedBefore;
      free = freeBefore;
    }
  }

  /** Takes back all tensors; they must not be used any more. */
  public void reset() {
    if (blocks.size() > 1) {
      long most = mostUsed;
      close();
      mostUsed = most;
      blocks.add(Block.uninitialized(type, withRoom(most)));
    }
    rewind();
  }

  private void rewind() {
    frames.clear();
    free = new FreeTensors();
    current = 0;
    usedInCurrent = 0;
    used = 0;
  }

  private static long padded(long length) {
    return (Math.max(1, length) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** An eighth more, for the next step may want a little more; memory nobody writes costs none. */
  private static long withRoom(long length) {
    return length + length / 8;
  }

  /** Bytes held, in use or not. */
  public long bytes() {
    return blocks.stream().mapToLong(b -> b.length() * type.width()).sum();
  }

  /** The most bytes that were in use at one time: what the machine has had to give. */
  public long mostUsedBytes() {
    return mostUsed * type.width();
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
    blocks.clear();
    mostUsed = 0;
    rewind();
  }
}
