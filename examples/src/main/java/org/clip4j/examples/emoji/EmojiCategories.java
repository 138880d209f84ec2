package org.clip4j.examples.emoji;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The held-out set's own categories as classes for zero-shot classification.
 *
 * <p>A category's title ("Animals &amp; Nature") hardly occurs in the captions, so a class is named
 * by plain words of its kind, each a prompt; the class's embedding is the mean of its prompts', as
 * CLIP does with its templates. The words were chosen by hand and not tuned on any result.
 */
public final class EmojiCategories {

  private static final SortedMap<String, List<String>> PROMPTS =
      new TreeMap<>(
          Map.of(
              "Activities",
              List.of("ball", "game", "medal", "trophy", "sport", "art", "ticket", "ribbon"),
              "Animals & Nature",
              List.of("dog", "cat", "bird", "fish", "bug", "tree", "flower", "leaf"),
              "Food & Drink",
              List.of("food", "drink", "fruit", "bread", "cake", "meat", "glass", "bowl"),
              "Objects",
              List.of("book", "camera", "computer", "tool", "phone", "clothes", "box", "money"),
              "People & Body",
              List.of("person", "man", "woman", "worker", "hand", "child", "people", "hair"),
              "Smileys & Emotion",
              List.of("face", "smiling face", "crying face", "angry face", "heart", "kiss"),
              "Symbols",
              List.of("button", "arrow", "symbol", "sign", "square", "circle", "keycap", "mark"),
              "Travel & Places",
              List.of("car", "train", "airplane", "ship", "building", "moon", "cloud", "clock")));

  private EmojiCategories() {}

  /** The categories that have prompts, in alphabetical order: the classes. */
  public static List<String> names() {
    return List.copyOf(PROMPTS.keySet());
  }

  /**
   * The prompts of one class.
   *
   * @throws IllegalArgumentException if the category has none
   */
  public static List<String> prompts(String category) {
    return Optional.ofNullable(PROMPTS.get(category))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no prompts for category '" + category + "'; known: " + names()));
  }
}
