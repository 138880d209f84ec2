package org.clip4j.examples.iconify;

import java.util.Locale;

/** Why an icon is not among the pairs. */
public enum LeftOut {
  /** Another name of an icon that is there under its first one: no picture of its own. */
  ALIAS,
  /** A flag: in the set's category of flags, or its key begins with {@code flag}. */
  FLAG,
  /** One of five skin tones of a picture that is there without. */
  SKIN_TONE,
  /** A key that is not small letters and digits with single dashes between. */
  BAD_KEY,
  /** No drawing, or a size or turn that cannot be. */
  MALFORMED,
  /** Nothing to be seen on white. */
  BLANK,
  /** A drawing that cannot be rendered. */
  FAILED,
  /** Held out, but no training picture has its name. */
  NAME_NOT_IN_TRAINING,
  /** Under a licence that is not a free one, or under none that its set names. */
  NOT_FREE;

  /** The reason as {@code dataset.json} spells it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
