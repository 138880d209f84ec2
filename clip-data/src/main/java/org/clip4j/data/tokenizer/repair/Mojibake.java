package org.clip4j.data.tokenizer.repair;

import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.BAD;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.BOX;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.CLOSING;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.COMMON;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.CONTROL;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.CURRENCY;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.KAOMOJI;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.LAW;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.LOWER_ACCENTED;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.LOWER_COMMON;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.NUMERIC;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.OPENING;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.UPPER_ACCENTED;
import static org.clip4j.data.tokenizer.repair.MojibakeCharacters.UPPER_COMMON;

import java.util.ArrayList;
import java.util.List;
import org.clip4j.data.tokenizer.text.CodePointSet;
import org.clip4j.data.tokenizer.text.Unicode;

/**
 * Tells text that was read in a wrong encoding by neighbours that nobody writes side by side, such
 * as a small letter with an accent before a currency sign. The rules are those of ftfy's badness
 * heuristic; one that holds anywhere is enough.
 */
final class Mojibake {
  private static final CodePointSet SMALL = CodePointSet.parse("61-7A");
  private static final CodePointSet LATIN = CodePointSet.parse("41-5A 61-7A");
  private static final CodePointSet A_TILDE_OR_CIRCUMFLEX = of("ÃÂ");
  private static final CodePointSet BLANK = of(" ");

  private static final List<List<CodePointSet>> ANYWHERE = new ArrayList<>();
  private static final List<List<CodePointSet>> AT_START = new ArrayList<>();

  private static final SequenceSearch SEARCH;

  static {
    byCategory();
    windows1252();
    macRoman();
    cyrillicGreekAndBaltic();
    SEARCH = new SequenceSearch(ANYWHERE, AT_START, Unicode.WORD);
  }

  private Mojibake() {}

  /** Whether any of a text looks like mojibake. */
  static boolean isFoundIn(int[] text) {
    return SEARCH.isFoundIn(text);
  }

  private static void byCategory() {
    CodePointSet accented = any(LOWER_ACCENTED, UPPER_ACCENTED);
    CodePointSet signs = any(OPENING, CLOSING, CURRENCY, NUMERIC, LAW);
    rule(CONTROL);
    rule(any(BAD, accented, BOX, signs), BAD);
    rule(LATIN, any(LOWER_COMMON, UPPER_COMMON), BAD);
    rule(BAD, any(accented, BOX, signs));
    rule(any(LOWER_ACCENTED, LOWER_COMMON, BOX, CLOSING, CURRENCY, NUMERIC), UPPER_ACCENTED);
    rule(any(BOX, CLOSING, CURRENCY, NUMERIC), LOWER_ACCENTED);
    rule(any(LOWER_ACCENTED, BOX, CLOSING), CURRENCY);
    rule(Unicode.SPACE, UPPER_ACCENTED, CURRENCY);
    rule(any(UPPER_ACCENTED, BOX), any(NUMERIC, LAW));
    rule(any(accented, BOX, CURRENCY, CLOSING), OPENING, NUMERIC);
    rule(any(accented, CURRENCY, NUMERIC, BOX, LAW), CLOSING, OPENING);
    rule(any(CURRENCY, NUMERIC, BOX), OPENING);
    rule(SMALL, UPPER_ACCENTED, any(OPENING, CURRENCY));
    rule(BOX, KAOMOJI);
    rule(any(accented, signs), BOX);
    rule(BOX, CLOSING);
    rule(accented, any(OPENING, CLOSING), Unicode.WORD);
    rule(of("Œœ"), LATIN.complement());
    rule(UPPER_ACCENTED, of("°"));
  }

  /** What UTF-8's letters with accents, Arabic and scripts of South Asia become. */
  private static void windows1252() {
    rule(of("ÂÃÎÐ"), any(of("€œŠš¢£Ÿž\u00A0\u00AD®©°·»–—´"), OPENING, CLOSING));
    rule(of("×"), of("²³"));
    CodePointSet arabic = of("ØÙ");
    CodePointSet behind = any(COMMON, CURRENCY, BAD, NUMERIC, OPENING, of("ŸŠ®°µ»"));
    rule(arabic, behind, arabic, behind);
    rule(of("à"), of("²µ¹¼½¾"));
    rule(of("Ã"), of("\u00A0¡"));
    rule(SMALL, A_TILDE_OR_CIRCUMFLEX, BLANK);
    rule(SMALL, Unicode.SPACE, A_TILDE_OR_CIRCUMFLEX, BLANK);
    AT_START.add(List.of(A_TILDE_OR_CIRCUMFLEX, BLANK));
    rule(any(SMALL, of(".,?!"), CLOSING), of("Â"), any(BLANK, OPENING, CLOSING));
  }

  private static void macRoman() {
    rule(of("√"), of("±∂†≠®™´≤≥¥µø"));
    rule(of("≈"), of("°¢"));
    rule(of("‚"), of("Ä"), of("ìîïòôúùû†°¢π"));
    rule(of("‚"), of("âó"), of("àä°ê"));
  }

  private static void cyrillicGreekAndBaltic() {
    rule(of("в"), of("Ђ"));
    CodePointSet odd = any(CONTROL, BAD, OPENING, CLOSING, CURRENCY, of("°"));
    CodePointSet cyrillic = of("ВГРС");
    rule(cyrillic, any(odd, of("µ")), cyrillic);
    CodePointSet inLine = of("\n").complement();
    rule(of("Г"), of("ў"), of("В"), of("Ђ"), of("В"), inLine, any(LATIN, BLANK));
    CodePointSet greek = of("ΒΓΞΟ");
    rule(greek, odd, greek);
    rule(of("β"), of("€"), of("™\u00A0Ά\u00AD®°"));
    rule(of("ā"), of("€"));
  }

  private static void rule(CodePointSet... places) {
    ANYWHERE.add(List.of(places));
  }

  private static CodePointSet any(CodePointSet... sets) {
    return CodePointSet.union(sets);
  }

  private static CodePointSet of(String characters) {
    return CodePointSet.of(characters);
  }
}
