package org.clip4j.data.loader;

import java.util.Objects;
import org.clip4j.data.image.ImageTransform;

/**
 * What is done to each pair.
 *
 * @param image from the decoded picture to the values that an image encoder reads
 * @param augment how the caption is varied
 * @param tokenizer from the varied caption to token ids
 */
public record PairTransform(
    ImageTransform image, CaptionAugment augment, CaptionTokenizer tokenizer) {

  /** Checks that nothing is missing. */
  public PairTransform {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(augment, "augment");
    Objects.requireNonNull(tokenizer, "tokenizer");
  }

  /** With captions left as they are. */
  public PairTransform(ImageTransform image, CaptionTokenizer tokenizer) {
    this(image, CaptionAugment.identity(), tokenizer);
  }
}
