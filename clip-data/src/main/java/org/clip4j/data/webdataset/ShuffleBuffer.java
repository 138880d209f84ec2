package org.clip4j.data.webdataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Shuffles a stream through a buffer of fixed size: once it is full, each element that comes in
 * takes the place of a random one, which goes out. The order depends only on the stream, the size
 * and the generator's seed.
 *
 * <p>Use {@link #add} for each element, then {@link #drain} until it is empty. Not safe for use by
 * several threads.
 *
 * @param <T> the elements' type
 */
public final class ShuffleBuffer<T> {

  private final int size;
  private final RandomGenerator random;
  private final List<T> buffer = new ArrayList<>();

  /**
   * Begins empty.
   *
   * @param size how many elements wait; 1 or 0 leaves the order as it is
   * @param random the source of the order
   * @throws IllegalArgumentException if the size is negative
   */
  public ShuffleBuffer(int size, RandomGenerator random) {
    if (size < 0) {
      throw new IllegalArgumentException("the shuffle buffer's size is negative: " + size);
    }
    this.size = size;
    this.random = random;
  }

  /**
   * Goes on with elements that waited before.
   *
   * @param size as in the buffer before, or another; where fewer may wait than do, these wait for
   *     their turn, and a size below 2 gives them out at the end
   * @param random in the state it had
   * @param waiting what {@link #waiting} gave
   */
  public static <T> ShuffleBuffer<T> of(int size, RandomGenerator random, List<T> waiting) {
    ShuffleBuffer<T> result = new ShuffleBuffer<>(size, random);
    result.buffer.addAll(waiting);
    return result;
  }

  /** Returns a copy of the elements that wait, in the order of their places. */
  public List<T> waiting() {
    return List.copyOf(buffer);
  }

  /** Takes an element in, and gives one out once the buffer is full. */
  public Optional<T> add(T element) {
    if (size < 2) {
      return Optional.of(element);
    }
    if (buffer.size() < size) {
      buffer.add(element);
      return Optional.empty();
    }
    return Optional.of(buffer.set(random.nextInt(size), element));
  }

  /** Gives out one of the elements that still wait, or nothing when there are none left. */
  public Optional<T> drain() {
    if (buffer.isEmpty()) {
      return Optional.empty();
    }
    int last = buffer.size() - 1;
    T element = buffer.set(random.nextInt(buffer.size()), buffer.get(last));
    buffer.remove(last);
    return Optional.of(element);
  }
}
