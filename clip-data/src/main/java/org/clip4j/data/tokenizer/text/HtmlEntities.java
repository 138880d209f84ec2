package org.clip4j.data.tokenizer.text;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/**
 * HTML character references to characters, as Python's {@code html.unescape}: HTML 5's names, those
 * that need no semicolon also as the beginning of a longer word (the first three letters of {@code
 * notit}), Windows-1252 for numbers from 128 to 159, nothing for numbers of control codes and
 * non-characters.
 *
 * <p>The names are jsoup's; its parser is not used, because it keeps control codes.
 */
public final class HtmlEntities {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#([0-9]+);?|#[xX]([0-9a-fA-F]+);?|([^\\t\\n\\f <&#;]{1,32})(;?))");

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final String REPLACEMENT = "\uFFFD";

  private HtmlEntities() {}

  /**
   * Replaces every reference in a text, once.
   *
   * @param text any string
   * @return the text with characters in their place
   */
  public static String unescape(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return REFERENCE
        .matcher(text)
        .replaceAll(reference -> Matcher.quoteReplacement(characters(reference)));
  }

  private static String characters(MatchResult reference) {
    if (reference.group(1) != null) {
      return numbered(reference.group(1), 10);
    }
    if (reference.group(2) != null) {
      return numbered(reference.group(2), 16);
    }
    return named(reference.group(3), reference.group(4));
  }

  private static String named(String name, String semicolon) {
    if (!semicolon.isEmpty() && Entities.isNamedEntity(name)) {
      return Entities.getByName(name);
    }
    for (int length = name.length(); length > 1; length--) {
      String start = name.substring(0, length);
      if (Entities.isBaseNamedEntity(start)) {
        return Entities.getByName(start) + name.substring(length) + semicolon;
      }
    }
    return '&' + name + semicolon;
  }

  /**
   * What a name that ends in a semicolon stands for.
   *
   * @param name the name without ampersand and semicolon
   * @return one character or two, nothing if HTML has no such name
   */
  public static Optional<String> named(String name) {
    return Entities.isNamedEntity(name) ? Optional.of(Entities.getByName(name)) : Optional.empty();
  }

  /**
   * What a number stands for.
   *
   * @param digits at least one, all of them ASCII and of the radix
   * @param radix 10 or 16
   * @return one character, or none where the number means a control code or a non-character
   */
  public static String numbered(String digits, int radix) {
    int codePoint = parse(digits, radix);
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (codePoint == 0 || codePoint > Character.MAX_CODE_POINT || surrogate) {
      return REPLACEMENT;
    }
    if (codePoint >= 0x80 && codePoint <= 0x9F) {
      ByteBuffer single = ByteBuffer.wrap(new byte[] {(byte) codePoint});
      String decoded = WINDOWS_1252.decode(single).toString();
      return decoded.equals(REPLACEMENT) ? Character.toString(codePoint) : decoded;
    }
    return isDropped(codePoint) ? "" : Character.toString(codePoint);
  }

  /** The number, or one past the last code point if it is greater than that. */
  private static int parse(String digits, int radix) {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      number = number * radix + Character.digit(digits.charAt(i), radix);
      if (number > Character.MAX_CODE_POINT) {
        return Character.MAX_CODE_POINT + 1;
      }
    }
    return number;
  }

  private static boolean isDropped(int codePoint) {
    boolean control = Character.isISOControl(codePoint);
    boolean kept = codePoint == '\t' || codePoint == '\n' || codePoint == '\f' || codePoint == '\r';
    boolean nonCharacter =
        (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    return (control && !kept) || nonCharacter;
  }
}
