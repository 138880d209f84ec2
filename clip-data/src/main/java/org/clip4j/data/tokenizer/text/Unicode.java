package org.clip4j.data.tokenizer.text;

import java.util.Map;

/**
 * Classes of characters as the reference knows them, from this library's own table: the JDK's would
 * differ from one version to the next. Made by {@code tokenizer_tables.py} beside the tests.
 */
public final class Unicode {
  static final Map<String, String> TABLE = Table.read(Unicode.class, "unicode.txt");

  /** What {@code \p{L}} is to the reference's pattern. */
  public static final CodePointSet LETTER = set("letter");

  /** What {@code \p{N}} is to the reference's pattern. */
  public static final CodePointSet NUMBER = set("number");

  /**
   * What the reference's pattern passes over though it is no space: the iota subscript U+0345. It
   * is no letter, but its upper case is, and the pattern ignores case.
   */
  public static final CodePointSet UNMATCHED = set("unmatched");

  /** What Python's {@code str.isspace} says of: no-break spaces and U+001C to U+001F too. */
  public static final CodePointSet SPACE = set("space");

  /** What {@code \w} is to Python's {@code re}. */
  public static final CodePointSet WORD = set("word");

  /** What {@code \d} is to Python's {@code re}. */
  public static final CodePointSet DIGIT = set("digit");

  private Unicode() {}

  static CodePointSet set(String name) {
    return CodePointSet.parse(TABLE.get(name));
  }
}
