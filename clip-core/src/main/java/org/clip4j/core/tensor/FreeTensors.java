package org.clip4j.core.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Places in an arena that were given back, by their size. Only a tensor of the very size gets such
 * a place: the layers of a model ask for the same sizes again and again, and nothing is ever split.
 */
final class FreeTensors {

  private final Map<Long, Deque<Place>> bySize = new HashMap<>();

  /** Where a tensor lay: the number of its block and its first element there. */
  record Place(int block, long offset) {

    boolean isBefore(Place other) {
      return block < other.block || block == other.block && offset < other.offset;
    }
  }

  /** A place of that many elements, no longer free, or null. */
  Place take(long size) {
    Deque<Place> places = bySize.get(size);
    return places == null ? null : places.pollFirst();
  }

  /**
   * Makes a place free.
   *
   * @throws IllegalStateException if it is already
   */
  void add(long size, Place place) {
    Deque<Place> places = bySize.computeIfAbsent(size, s -> new ArrayDeque<>());
    if (places.contains(place)) {
      throw new IllegalStateException(
          "A tensor of " + size + " elements at " + place + " is given back twice");
    }
    places.addFirst(place);
  }
}
