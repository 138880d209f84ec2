package org.clip4j.examples.emoji;

import java.util.List;
import org.clip4j.train.eval.EvalResult;
import org.clip4j.train.eval.HeldOut;

/**
 * What the demo found.
 *
 * @param figures as {@code eval.json} holds them
 * @param heldOut the held-out pictures as the model sees them
 * @param pictures the held-out pictures, in the same order
 */
public record DemoResult(EvalResult figures, HeldOut heldOut, List<EmojiPicture> pictures) {

  /** Copies the list. */
  public DemoResult {
    pictures = List.copyOf(pictures);
  }
}
