package org.clip4j.data.loader;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which parts of a sample are its picture and its caption: the first of each list that the sample
 * has.
 *
 * @param pictures names of parts that are pictures
 * @param captions names of parts that are captions; a name that is or ends in {@code json} is read
 *     as a JSON object, others as text
 * @param jsonKey the key of the caption in such an object
 */
public record PairFields(List<String> pictures, List<String> captions, String jsonKey)
    implements Serializable {

  /** Any picture that can be decoded; {@code txt}, else the key {@code caption} of {@code json}. */
  public static final PairFields DEFAULT =
      new PairFields(
          List.of("jpg", "jpeg", "png", "webp", "gif", "bmp"), List.of("txt", "json"), "caption");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if there are none, or one is not in lower case, as all parts
   *     are
   */
  public PairFields {
    pictures = checked("picture", pictures);
    captions = checked("caption", captions);
    if (jsonKey.isEmpty()) {
      throw new IllegalArgumentException("the JSON key of the caption is empty");
    }
  }

  private static List<String> checked(String what, List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no part is named as the " + what);
    }
    for (String name : names) {
      if (name.isEmpty() || !name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            what + " part '" + name + "': parts have names, in lower case");
      }
    }
    return List.copyOf(names);
  }

  /** Whether a sample of these parts may be a pair; what is in the parts remains to be seen. */
  boolean isPair(Set<String> parts) {
    return !Collections.disjoint(parts, pictures) && !Collections.disjoint(parts, captions);
  }
}
