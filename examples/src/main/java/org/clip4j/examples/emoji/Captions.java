package org.clip4j.examples.emoji;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clip4j.examples.iconify.IconSet;

/**
 * From an icon's key to its caption: dashes become blanks.
 *
 * <p>One of the sets (fxemoji) writes its keys without dashes: {@code babyangel}. Such a set's keys
 * are spelled out by the names of the other training sets: as the name that is the same without its
 * dashes, else as the fewest words of two letters or more that occur in those names. A key that
 * cannot be spelled so stays as it is.
 */
final class Captions {

  /** A set in which a smaller share of the keys has a dash writes its words together. */
  private static final double FEW_DASHES = 0.1;

  private static final int IMPOSSIBLE = 1 << 20;

  private final Set<String> together = new HashSet<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> words = new HashSet<>();
  private int longestWord;

  private Captions() {}

  /** Captions whose words are the keys' own. */
  static Captions plain() {
    return new Captions();
  }

  /** Captions that spell out keys without dashes, by the names in the training sets. */
  static Captions spelledBy(List<IconSet> training) {
    Captions captions = new Captions();
    for (IconSet set : training) {
      long dashes = set.icons().stream().filter(icon -> icon.key().contains("-")).count();
      if (dashes < FEW_DASHES * set.icons().size()) {
        captions.together.add(set.name());
      } else {
        set.icons().forEach(icon -> captions.learn(icon.key()));
      }
    }
    return captions;
  }

  private void learn(String key) {
    names.putIfAbsent(key.replace("-", ""), key);
    for (String word : key.split("-")) {
      // By single letters anything could be spelled.
      if (word.length() > 1) {
        words.add(word);
      }
    }
    longestWord = Math.max(longestWord, key.length());
  }

  /** The caption of an icon. */
  String caption(String set, String key) {
    boolean glued = together.contains(set) && !key.contains("-");
    return (glued ? spell(key) : key).replace('-', ' ');
  }

  private String spell(String key) {
    String name = names.get(key);
    return name != null ? name : split(key);
  }

  private boolean isWord(String text) {
    return words.contains(text) || text.chars().allMatch(Character::isDigit);
  }

  /** The fewest words, and of several ways the one whose first words are longer. */
  private String split(String key) {
    int length = key.length();
    int[] fewest = new int[length + 1];
    int[] end = new int[length];
    Arrays.fill(fewest, 0, length, IMPOSSIBLE);
    for (int from = length - 1; from >= 0; from--) {
      for (int to = Math.min(length, from + longestWord); to > from; to--) {
        if (fewest[to] + 1 < fewest[from] && isWord(key.substring(from, to))) {
          fewest[from] = fewest[to] + 1;
          end[from] = to;
        }
      }
    }
    if (fewest[0] >= IMPOSSIBLE) {
      return key;
    }
    StringBuilder spelled = new StringBuilder();
    for (int from = 0; from < length; from = end[from]) {
      spelled.append(from == 0 ? "" : "-").append(key, from, end[from]);
    }
    return spelled.toString();
  }
}
