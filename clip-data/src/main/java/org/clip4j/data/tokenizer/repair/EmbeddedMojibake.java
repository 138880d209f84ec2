package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.clip4j.data.tokenizer.text.CodePointSet;
import org.clip4j.data.tokenizer.text.CodePoints;

/**
 * Mojibake in a text whose other parts were read well. Where characters follow one another that
 * stand for the bytes of UTF-8 characters, in any of the code pages like Latin-1, that piece is
 * repaired by itself.
 */
final class EmbeddedMojibake {
  private static final CodePointSet FIRST_OF_2 = CodePages.lettersOf(0xC2, 0xDF);
  private static final CodePointSet FIRST_OF_3 = CodePages.lettersOf(0xE0, 0xEF);

  /** The only leads of characters in use: F0, and F3 for the tags of some flags. */
  private static final CodePointSet FIRST_OF_4 =
      CodePointSet.union(CodePages.lettersOf(0xF0, 0xF0), CodePages.lettersOf(0xF3, 0xF3));

  private static final CodePointSet CONTINUING = CodePages.lettersOf(0x80, 0xBF);
  private static final CodePointSet CONTINUING_OR_SPACE =
      CodePointSet.union(CONTINUING, CodePointSet.of(" "));

  /** What, before a piece, says that it is the end of a larger garble. Not dashes and quotes. */
  private static final CodePointSet CERTAINLY_CONTINUING =
      CONTINUING.minus(CodePointSet.parse("2013-2015 2018-201A 201C-201E 2022 2026"));

  private EmbeddedMojibake() {}

  /**
   * Repairs each piece that looks like mojibake and is not the whole text.
   *
   * @param repair what to make of a piece
   */
  static int[] replace(int[] text, UnaryOperator<int[]> repair) {
    CodePoints out = new CodePoints(text.length);
    int i = 0;
    while (i < text.length) {
      boolean blocked = i > 0 && CERTAINLY_CONTINUING.contains(text[i - 1]);
      int end = blocked ? i : pieceEnd(text, i);
      if (end == i) {
        out.add(text[i++]);
        continue;
      }
      int[] piece = Arrays.copyOfRange(text, i, end);
      boolean bad = piece.length < text.length && Mojibake.isFoundIn(piece);
      int[] repaired = bad ? repair.apply(piece) : piece;
      out.add(repaired, 0, repaired.length);
      i = end;
    }
    return out.toArray();
  }

  /** Where the sequences end that begin at an index, the index itself if none does. */
  private static int pieceEnd(int[] text, int at) {
    int end = at;
    int length;
    do {
      length = end < text.length ? sequenceLength(text, end) : 0;
      end += length;
    } while (length > 0);
    return end;
  }

  private static int sequenceLength(int[] text, int at) {
    int first = text[at];
    int length = FIRST_OF_2.contains(first) ? 2 : 0;
    length = FIRST_OF_3.contains(first) ? 3 : length;
    length = FIRST_OF_4.contains(first) ? 4 : length;
    if (at + length > text.length) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if (!CONTINUING_OR_SPACE.contains(text[at + k])) {
        return 0;
      }
    }
    return length;
  }
}
