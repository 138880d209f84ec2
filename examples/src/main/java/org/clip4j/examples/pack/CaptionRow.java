package org.clip4j.examples.pack;

import java.util.List;

/**
 * A row of a source, not yet checked.
 *
 * @param place where it ends in the file, as {@link CaptionTable#places} counts
 * @param image the picture's path or URL, as written
 * @param captions as written
 * @param listed whether the source gives captions as a list, so that the sample gets all of them
 */
record CaptionRow(long place, String image, Captions captions, boolean listed) {

  /**
   * A row's captions. Where each has a file of its own, they are read by the thread that needs
   * them.
   */
  @FunctionalInterface
  interface Captions {
    List<String> read() throws BadRowException;
  }

  /** A row of one caption. */
  static CaptionRow of(long place, String image, String caption) {
    return new CaptionRow(place, image, () -> List.of(caption), false);
  }

  /** A row that could not be read. */
  static CaptionRow unread(long place) {
    return of(place, "", "");
  }
}
