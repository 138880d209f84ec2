package org.clip4j.data.tokenizer.repair;

import static org.clip4j.data.tokenizer.text.CodePointSet.parse;

import org.clip4j.data.tokenizer.text.CodePointSet;

/**
 * The characters that turn up in mojibake, sorted by where they stand in real text: about four
 * hundred, all that UTF-8's bytes above 7F become in the code pages tried. The sorting is ftfy's.
 */
final class MojibakeCharacters {
  /** At home next to anything: no-break space, soft hyphen, dashes, dots, apostrophe. */
  static final CodePointSet COMMON = parse("A0 AD B4 B7 2013-2015 2019 2026");

  /** Control codes that nobody types. */
  static final CodePointSet CONTROL = parse("80-9F");

  /** Hardly ever meant: free-standing accents, daggers, ordinals, the replacement character. */
  static final CodePointSet BAD =
      parse("A4 A6 A8 AA AC AF B8 BA 192 2C6-2C7 2D8 2DB-2DC 2020-2021 2030 2310 25CA FFFD");

  /** Paragraph and section sign. */
  static final CodePointSet LAW = parse("A7 B6");

  static final CodePointSet CURRENCY = parse("A2-A3 A5 20A7 20AC");

  /** What opens a word or a phrase. */
  static final CodePointSet OPENING =
      parse("A1 A9 AB BF 384-385 2018 201A 201C 201E 2022 2039 F8FF");

  /** What closes one. */
  static final CodePointSet CLOSING = parse("AE BB 2DD 201D 203A 2122");

  /** Superscripts, fractions, signs of arithmetic. */
  static final CodePointSet NUMERIC =
      parse(
          "B1-B3 B5 B9 BC-BE D7 F7 2044 2116 2202 2206 220F 2211 221A 221E 2229 222B 2248 2260-2261"
              + " 2264-2265");

  /** O and U with accents, and the degree sign: eyes and mouths of drawn faces. */
  static final CodePointSet KAOMOJI = parse("B0 D2-D6 D9-DC F2-F6 F8-FC 14C 150 16A 172");

  /** Capitals with accents, but most O and U. */
  static final CodePointSet UPPER_ACCENTED =
      parse(
          "C0-D1 D8 DC-DD 100 102 104 106 10C 10E 110 112 116 118 11A 11E 122 12A 130 136 139 13B"
              + " 13D 141 143 145 147 152 158 15A 15E 160 162 164 16E 170 178-179 17B 17D 490");

  /** Small letters with accents, but most o and u, and two ligatures of MacRoman. */
  static final CodePointSet LOWER_ACCENTED =
      parse(
          "DF-F1 FC 101 103 105 107 10D 10F 111 113 117 119 11B 11F 123 12B 12F 137 13A 13C 13E 142"
              + " 153 155 15B 15F 161 165 17A 17C 17E 491 FB01-FB02");

  /** Capitals of other alphabets, which may well end a word. */
  static final CodePointSet UPPER_COMMON = parse("DE 386 388-38A 38C 38E-38F 391-3AB 401-42F");

  /** Small letters of other alphabets. */
  static final CodePointSet LOWER_COMMON = parse("3AC-3C9 430-45F");

  /** What boxes were drawn with, but the single horizontal line. */
  static final CodePointSet BOX =
      CodePointSet.union(CodePointSet.of("│┌┐└┘├┤┬┼▀▄█▌▐░▒▓"), parse("2550-256C"));

  private MojibakeCharacters() {}
}
