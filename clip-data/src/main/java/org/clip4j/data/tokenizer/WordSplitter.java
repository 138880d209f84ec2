package org.clip4j.data.tokenizer;

import java.util.List;
import org.clip4j.data.tokenizer.text.Unicode;

/**
 * Cuts a clean text into words: the special tokens as text, contractions, runs of letters, single
 * digits, runs of the rest. What is found first in this order is taken; spaces are passed over.
 *
 * <p>As the reference's pattern, which ignores case. The text comes in lower case, and only the
 * long s is then another letter to it that counts as an s.
 */
final class WordSplitter {
  private static final List<String> WHOLE =
      List.of(Vocabulary.START, Vocabulary.END, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

  private static final char LONG_S = 'ſ';

  private enum Kind {
    SKIPPED,
    LETTER,
    NUMBER,
    OTHER
  }

  private static final Kind[] ASCII = new Kind[0x80];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = lookUp(c);
    }
  }

  private final String text;
  private int at;

  WordSplitter(String text) {
    this.text = text;
  }

  /** The next word, null behind the last. */
  String next() {
    while (at < text.length()) {
      int start = at;
      at += wholeLength();
      if (at > start) {
        return text.substring(start, at);
      }
      Kind kind = take();
      if (kind == Kind.NUMBER) {
        return text.substring(start, at);
      }
      if (kind != Kind.SKIPPED) {
        while (at < text.length() && kind(text.codePointAt(at)) == kind) {
          take();
        }
        return text.substring(start, at);
      }
    }
    return null;
  }

  private Kind take() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return kind(c);
  }

  /** Length of the special token or contraction that begins here, or 0. */
  private int wholeLength() {
    char c = text.charAt(at);
    if (c == '<' || c == '\'') {
      for (String whole : WHOLE) {
        if (beginsWith(whole)) {
          return whole.length();
        }
      }
    }
    return 0;
  }

  private boolean beginsWith(String whole) {
    if (whole.length() > text.length() - at) {
      return false;
    }
    for (int k = 0; k < whole.length(); k++) {
      char c = text.charAt(at + k);
      if (whole.charAt(k) != (c == LONG_S ? 's' : c)) {
        return false;
      }
    }
    return true;
  }

  private static Kind kind(int c) {
    return c < ASCII.length ? ASCII[c] : lookUp(c);
  }

  private static Kind lookUp(int c) {
    if (Unicode.LETTER.contains(c)) {
      return Kind.LETTER;
    }
    if (Unicode.NUMBER.contains(c)) {
      return Kind.NUMBER;
    }
    boolean skipped = Unicode.SPACE.contains(c) || Unicode.UNMATCHED.contains(c);
    return skipped ? Kind.SKIPPED : Kind.OTHER;
  }
}
