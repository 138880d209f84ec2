package org.clip4j.data.loader;

import java.util.List;
import java.util.random.RandomGenerator;

/** Varies a caption each time it is seen. Called from several threads at once. */
@FunctionalInterface
public interface CaptionAugment {

  /**
   * Returns the caption to train on.
   *
   * @param caption the caption in the shard
   * @param rng where random draws come from; the same state gives the same caption
   */
  String apply(String caption, RandomGenerator rng);

  /** Leaves captions as they are. */
  static CaptionAugment identity() {
    return (caption, rng) -> caption;
  }

  /**
   * Puts the caption into a template, each as likely as any other.
   *
   * @param templates such as {@code a photo of a {}.}, where braces stand for the caption; {@code
   *     {}} alone leaves it as it is
   * @throws IllegalArgumentException if there are none, or one has no place for the caption
   */
  static CaptionAugment templates(List<String> templates) {
    List<String> checked = List.copyOf(templates);
    if (checked.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no caption templates; '{}' leaves captions as they are");
    }
    for (String template : checked) {
      if (!template.contains("{}")) {
        throw new IllegalArgumentException(
            "caption template '" + template + "' has no '{}' where the caption goes");
      }
    }
    return (caption, rng) -> checked.get(rng.nextInt(checked.size())).replace("{}", caption);
  }
}
