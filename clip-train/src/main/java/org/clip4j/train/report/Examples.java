package org.clip4j.train.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clip4j.train.eval.TopK;

/** Takes examples for the report at even distances through the data: nobody picks them. */
public final class Examples {

  private Examples() {}

  /** Where a picture is had from when an example needs it. */
  @FunctionalInterface
  public interface PictureSource {

    /**
     * The picture at an index.
     *
     * @throws IOException if it cannot be read
     */
    Picture at(int index) throws IOException;
  }

  /**
   * Pictures with their best captions.
   *
   * @param ranked for each picture the nearest of {@code names}
   * @param captions each picture's own caption
   * @param names the captions to choose from
   * @param count how many examples, fewer if there are fewer pictures
   */
  public static List<PictureExample> ofPictures(
      TopK ranked, List<String> captions, List<String> names, PictureSource pictures, int count)
      throws IOException {
    check(ranked, captions);
    List<PictureExample> examples = new ArrayList<>();
    for (int query : evenly(captions.size(), count)) {
      String own = captions.get(query);
      List<PictureExample.Guess> guesses = new ArrayList<>();
      for (int place = 0; place < ranked.k(); place++) {
        String name = names.get(ranked.index(query, place));
        guesses.add(new PictureExample.Guess(name, ranked.score(query, place), name.equals(own)));
      }
      examples.add(new PictureExample(pictures.at(query), own, guesses));
    }
    return examples;
  }

  /**
   * Captions with their best pictures.
   *
   * @param ranked for each caption the nearest pictures
   * @param captions the captions asked for
   * @param pictureCaptions each picture's own caption
   * @param count how many examples, fewer if there are fewer captions
   */
  public static List<CaptionExample> ofCaptions(
      TopK ranked,
      List<String> captions,
      List<String> pictureCaptions,
      PictureSource pictures,
      int count)
      throws IOException {
    check(ranked, captions);
    List<CaptionExample> examples = new ArrayList<>();
    for (int query : evenly(captions.size(), count)) {
      List<CaptionExample.Guess> guesses = new ArrayList<>();
      for (int place = 0; place < ranked.k(); place++) {
        int index = ranked.index(query, place);
        String own = pictureCaptions.get(index);
        guesses.add(
            new CaptionExample.Guess(
                pictures.at(index),
                own,
                ranked.score(query, place),
                own.equals(captions.get(query))));
      }
      examples.add(new CaptionExample(captions.get(query), guesses));
    }
    return examples;
  }

  private static void check(TopK ranked, List<String> captions) {
    if (ranked.queries() != captions.size()) {
      throw new IllegalArgumentException(
          captions.size() + " captions do not go with " + ranked.queries() + " rankings");
    }
  }

  static int[] evenly(int total, int count) {
    int[] indices = new int[Math.min(total, Math.max(0, count))];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) ((long) i * total / indices.length);
    }
    return indices;
  }
}
