package org.clip4j.examples.bench;

import org.clip4j.encoders.config.ModelConfig;

/** Bounds of options. What is outside of one is an {@link IllegalArgumentException} naming it. */
public final class Require {

  private Require() {}

  /** A number that has a least one. */
  public static void atLeast(String option, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(option + " " + value + ": expected " + least + " or more");
    }
  }

  /** Captions that a model can read: of start and end at least. */
  public static void captionTokens(int tokens, ModelConfig model, String name) {
    int context = model.textCfg().contextLength();
    if (tokens < 2 || tokens > context) {
      throw new IllegalArgumentException(
          "--caption-tokens "
              + tokens
              + ": expected 2 (start and end) to "
              + context
              + ", the context length of "
              + name);
    }
  }

  /** So many pictures of a model as fit into one array. */
  public static void oneArray(String option, int pictures, ModelConfig model) {
    oneArray(option, pictures, model.visionCfg().imageSize());
  }

  /** So many pictures of a height and width as fit into one array. */
  static void oneArray(String option, int pictures, int size) {
    if (3.0 * pictures * size * size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          option
              + " "
              + pictures
              + ": so many pictures of "
              + size
              + " pixels do not fit into one array");
    }
  }
}
