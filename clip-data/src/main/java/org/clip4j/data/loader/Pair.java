package org.clip4j.data.loader;

import java.util.List;
import org.clip4j.data.image.PictureFile;

/**
 * A picture, not decoded yet, and its caption, or several of which one is to be drawn.
 *
 * @param shard the shard's name
 * @param place the sample's place in its shard, from 0: with the shard's name it says which sample
 *     this is, as keys may repeat
 * @param offset see {@link org.clip4j.data.webdataset.Sample#offset}
 * @param key the sample's key
 * @param picture the picture as its file has it
 * @param captions the captions as they are in the shard, stripped of white space around them; one
 *     at least, and one only where it has been drawn
 */
public record Pair(
    String shard, long place, long offset, String key, PictureFile picture, List<String> captions) {

  /**
   * Checks that there is a caption.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Pair {
    captions = List.copyOf(captions);
    if (captions.isEmpty()) {
      throw new IllegalArgumentException("a pair without a caption");
    }
  }

  /** The caption; the first where none has been drawn. */
  public String caption() {
    return captions.get(0);
  }

  /** The same with one of its captions alone. */
  Pair withCaption(int which) {
    return new Pair(shard, place, offset, key, picture, List.of(captions.get(which)));
  }
}
