package org.clip4j.data.loader;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.clip4j.core.json.JsonKey;
import org.clip4j.data.webdataset.BadSamples.Reason;
import org.clip4j.data.webdataset.Sample;

/**
 * Which parts of a sample are its picture and its captions. A pair may have several captions: in
 * training one is drawn each epoch, elsewhere the first one counts.
 *
 * @param pictures names of parts that are pictures; the first that the sample has is taken
 * @param captions names of parts that are captions; the first that the sample has is taken, or all
 *     with {@code everyPart}. A name that is or ends in {@code json} is read as a JSON object,
 *     others as text
 * @param jsonKeys the keys of the captions in such an object, dots leading into objects within. A
 *     text under any of them is a caption, and so is each text of a list
 * @param everyPart whether the captions of all these parts are taken
 * @param lines whether each line of a text is a caption of its own
 */
public record PairFields(
    List<String> pictures,
    List<String> captions,
    List<String> jsonKeys,
    boolean everyPart,
    boolean lines)
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
    jsonKeys = List.copyOf(jsonKeys);
    if (jsonKeys.isEmpty()) {
      throw new IllegalArgumentException("no JSON key is named as the caption");
    }
    jsonKeys.forEach(JsonKey::new);
  }

  /** One caption a sample: the first part alone, and of JSON one key. */
  public PairFields(List<String> pictures, List<String> captions, String jsonKey) {
    this(pictures, captions, List.of(jsonKey), false, false);
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

  /** The picture's file. */
  byte[] picture(Sample sample) throws UnusableSample {
    for (String name : pictures) {
      byte[] picture = sample.parts().get(name);
      if (picture != null) {
        return picture;
      }
    }
    throw missing(Reason.PICTURE_MISSING, sample, pictures);
  }

  static UnusableSample missing(Reason reason, Sample sample, List<String> expected) {
    return new UnusableSample(
        reason, "it has the parts " + sample.parts().keySet() + ", expected one of " + expected);
  }
}
