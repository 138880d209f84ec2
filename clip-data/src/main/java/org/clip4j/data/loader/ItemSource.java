package org.clip4j.data.loader;

import java.io.IOException;
import java.util.Optional;

/** Gives items one after another; used by one thread, which closes it. */
interface ItemSource extends AutoCloseable {

  /** Returns the next item, or nothing when there are no more, and from then on. */
  Optional<Item> next() throws IOException;

  /** Says in words where it is reading; called from any thread. */
  String where();

  /**
   * Returns a number that changes whenever a sample has passed the filters and will be handed on,
   * if not at once, or the place to begin at has come nearer; called from any thread.
   */
  long passed();

  @Override
  void close() throws IOException;
}
