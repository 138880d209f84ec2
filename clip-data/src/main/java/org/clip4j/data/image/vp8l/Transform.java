package org.clip4j.data.image.vp8l;

/** RFC 9649, section 4: something that was done to the pixels so that they take fewer bits. */
interface Transform {
  /**
   * Undoes it.
   *
   * @param pixels transformed ones; may be changed
   * @return the pixels before
   */
  int[] undo(int[] pixels);
}
