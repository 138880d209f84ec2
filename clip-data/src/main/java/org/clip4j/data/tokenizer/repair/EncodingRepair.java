package org.clip4j.data.tokenizer.repair;

import java.util.Arrays;
import java.util.Optional;
import org.clip4j.data.tokenizer.text.Utf8;

/**
 * Undoes the reading of UTF-8 in another encoding, as often as it was done: finds an encoding that
 * gives the text's bytes back, and reads them as UTF-8. Where no encoding fits the whole text, the
 * pieces of it that are mojibake are taken one by one.
 */
final class EncodingRepair {
  /** MacRoman's dash before a space would look like a character that lost its no-break space. */
  private static final String SPACES_STAY = "macroman";

  private final Effort effort;

  EncodingRepair(Effort effort) {
    this.effort = effort;
  }

  /** Repairs until nothing changes; returns the same array where nothing did. */
  int[] repair(int[] text) {
    int[] before;
    int[] after = text;
    do {
      before = after;
      after = step(before);
    } while (after != before && effort.spend(before.length));
    return after;
  }

  private int[] step(int[] text) {
    if (Ascii.isAll(text) || !Mojibake.isFoundIn(text)) {
      return text;
    }
    for (CodePage page : CodePages.ALL) {
      if (page.canEncode(text)) {
        Optional<int[]> decoded = decode(page, text);
        if (decoded.isPresent()) {
          return keep(text, decoded.get());
        }
      }
    }
    int[] pieces = EmbeddedMojibake.replace(text, this::repair);
    return Arrays.equals(text, pieces) ? keep(text, withoutControls(text)) : pieces;
  }

  private static int[] keep(int[] text, int[] repaired) {
    return Arrays.equals(text, repaired) ? text : repaired;
  }

  /** A text's bytes in a code page, read as UTF-8; nothing if they are not. */
  private static Optional<int[]> decode(CodePage page, int[] text) {
    byte[] bytes = page.encode(text);
    if (!page.name().equals(SPACES_STAY)) {
      bytes = LostBytes.restoreNoBreakSpaces(bytes);
    }
    if (page.isSloppy()) {
      bytes = LostBytes.replaceBroken(bytes);
    }
    boolean variant = false;
    for (byte b : bytes) {
      variant |= b == (byte) 0xED || b == (byte) 0xC0;
    }
    return variant ? Utf8Variants.decode(bytes) : Utf8.strict(bytes);
  }

  /** Latin-1's control codes as the characters that Windows-1252 has in their place. */
  private static int[] withoutControls(int[] text) {
    int[] out = text.clone();
    for (int i = 0; i < out.length; i++) {
      if (MojibakeCharacters.CONTROL.contains(out[i])) {
        out[i] = CodePages.WINDOWS_1252.decode(out[i]);
      }
    }
    return out;
  }
}
