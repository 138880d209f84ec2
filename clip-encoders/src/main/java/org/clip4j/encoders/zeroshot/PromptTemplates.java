package org.clip4j.encoders.zeroshot;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Sentences that a class name is put into, such as {@code a photo of a {}.}
 *
 * <p>The name goes in as it is: no article is adjusted, no case changed (CLIP's prompts do
 * neither).
 *
 * @param templates at least one, each with exactly one {@code {}}
 */
public record PromptTemplates(List<String> templates) {

  private static final String HOLE = "{}";

  /**
   * Checks the templates.
   *
   * @throws IllegalArgumentException naming the template that has no hole, or several
   */
  public PromptTemplates {
    templates = List.copyOf(templates);
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("No prompt templates: give at least one, such as {}");
    }
    for (String template : templates) {
      int hole = template.indexOf(HOLE);
      if (hole < 0 || template.indexOf(HOLE, hole + HOLE.length()) >= 0) {
        throw new IllegalArgumentException(
            "The prompt template \""
                + template
                + "\" must contain {} exactly once: the class name goes there");
      }
    }
  }

  /** Templates from their texts. */
  public static PromptTemplates of(String... templates) {
    return new PromptTemplates(List.of(templates));
  }

  /** The name alone. */
  public static PromptTemplates plain() {
    return of(HOLE);
  }

  /** CLIP's default prompt, {@code a photo of a {}.} */
  public static PromptTemplates photo() {
    return of("a photo of a {}.");
  }

  /** How many prompts each class name gives. */
  public int size() {
    return templates.size();
  }

  /**
   * The prompt of one template.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public String prompt(int template, String className) {
    if (className.isBlank()) {
      throw new IllegalArgumentException("A class name is blank: every class needs a name");
    }
    // Not String.replace: a name that itself contains {} stays as it is.
    String text = templates.get(template);
    int hole = text.indexOf(HOLE);
    return text.substring(0, hole) + className + text.substring(hole + HOLE.length());
  }

  /**
   * Every class's prompts, one for each template.
   *
   * @throws IllegalArgumentException if a name is blank
   */
  public List<List<String>> prompts(List<String> classNames) {
    return classNames.stream()
        .map(name -> IntStream.range(0, size()).mapToObj(t -> prompt(t, name)).toList())
        .toList();
  }
}
