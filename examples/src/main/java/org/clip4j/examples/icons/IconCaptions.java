package org.clip4j.examples.icons;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.IconStyles;

/**
 * From an icon's key and its set to a caption: {@code arrow-left-20-filled} of Fluent is "arrow
 * left, filled icon from Fluent UI System Icons".
 *
 * <ul>
 *   <li>First the key's words, without those that tell the style.
 *   <li>Then the style, where the set names styles, without sizes ("20", "24x24", "24px").
 *   <li>Then what it is: an emoji, a logo or a flag, as the set's category says, else an icon.
 *   <li>Then the set's title, for the same thing is drawn by many sets, each in its own manner.
 * </ul>
 */
final class IconCaptions {

  private static final int LONGEST_TITLE = 80;

  private IconCaptions() {}

  static String caption(IconSet set, String key) {
    IconStyles.Parts parts = set.styles().split(key);
    String style =
        Stream.of(parts.prefix(), parts.suffix())
            .flatMap(title -> Arrays.stream(clean(title).toLowerCase(Locale.ROOT).split(" ")))
            .filter(word -> !word.isEmpty() && word.chars().noneMatch(Character::isDigit))
            .map(word -> word + " ")
            .collect(Collectors.joining());
    String title = clean(set.title());
    return parts.words().replace('-', ' ')
        + ", "
        + style
        + kind(set)
        + " from "
        + (title.isEmpty() ? set.name() : title);
  }

  private static String kind(IconSet set) {
    if (set.category().equals("Emoji")) {
      return "emoji";
    }
    if (set.category().equals("Logos")) {
      return "logo";
    }
    boolean flags = set.category().startsWith("Flags") && set.title().contains("Flag");
    return flags ? "flag" : "icon";
  }

  /** A title is from outside: one line, and not endless. */
  private static String clean(String title) {
    String line = title.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.codePointCount(0, line.length()) <= LONGEST_TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE)).strip();
  }
}
