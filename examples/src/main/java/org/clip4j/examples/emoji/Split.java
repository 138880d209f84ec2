package org.clip4j.examples.emoji;

import java.util.List;

/** Which sets are trained on, and which one is held out. */
public enum Split {
  /** Seven drawing styles. */
  TRAIN(
      "train",
      List.of("noto", "noto-v1", "twemoji", "emojione", "emojione-v1", "openmoji", "fxemoji")),

  /** One style that training never sees. */
  HELD_OUT("heldout", List.of("fluent-emoji-flat"));

  private final String prefix;
  private final List<String> sets;

  Split(String prefix, List<String> sets) {
    this.prefix = prefix;
    this.sets = sets;
  }

  /** What the names of its shards begin with. */
  public String prefix() {
    return prefix;
  }

  /** Its icon sets, by Iconify's names, in the order in which they are read. */
  public List<String> sets() {
    return sets;
  }
}
