package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;
import java.util.List;
import org.clip4j.data.tokenizer.text.CodePointSet;
import org.clip4j.data.tokenizer.text.Table;

/** The encodings that mojibake is thought to have been read with, most likely first. */
final class CodePages {
  static final List<CodePage> ALL =
      Table.read(CodePages.class, "code-pages.txt").entrySet().stream()
          .map(page -> new CodePage(page.getKey(), points(page.getValue())))
          .toList();

  static final CodePage WINDOWS_1252 = named("sloppy-windows-1252");

  /** Those that keep Latin-1's division: control codes, signs, then letters. */
  private static final List<CodePage> LIKE_LATIN_1 =
      ALL.stream().filter(page -> page.isSloppy() || page.name().equals("latin-1")).toList();

  private CodePages() {}

  private static int[] points(String items) {
    return Arrays.stream(items.split(" ")).mapToInt(item -> Integer.parseInt(item, 16)).toArray();
  }

  private static CodePage named(String name) {
    return ALL.stream().filter(page -> page.name().equals(name)).findFirst().orElseThrow();
  }

  /** What bytes of a range stand for in any of the encodings like Latin-1. */
  static CodePointSet lettersOf(int lowByte, int highByte) {
    StringBuilder letters = new StringBuilder();
    for (CodePage page : LIKE_LATIN_1) {
      for (int b = lowByte; b <= highByte; b++) {
        letters.appendCodePoint(page.decode(b));
      }
    }
    return CodePointSet.of(letters.toString());
  }
}
