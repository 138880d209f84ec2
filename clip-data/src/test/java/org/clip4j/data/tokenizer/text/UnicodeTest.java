package org.clip4j.data.tokenizer.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UnicodeTest {
  /** Latin and Greek letters do not change from one Unicode to the next. */
  @Test
  void agreesWithTheJdkWhereNothingChanges() {
    for (int c = 0; c < 0x370; c++) {
      int type = Character.getType(c);
      boolean number =
          type == Character.DECIMAL_DIGIT_NUMBER
              || type == Character.LETTER_NUMBER
              || type == Character.OTHER_NUMBER;
      assertEquals(Character.isLetter(c), Unicode.LETTER.contains(c), Integer.toHexString(c));
      assertEquals(number, Unicode.NUMBER.contains(c), Integer.toHexString(c));
      assertEquals(Character.isDigit(c), Unicode.DIGIT.contains(c), Integer.toHexString(c));
      boolean word = Character.isLetter(c) || number || c == '_';
      assertEquals(word, Unicode.WORD.contains(c), Integer.toHexString(c));
    }
  }

  @Test
  void knowsLettersThatAreNewerThanTheJdk() {
    assertTrue(Unicode.LETTER.contains(0xC5D), "Unicode 14");
    assertTrue(Unicode.LETTER.contains(0x2EBF0), "Unicode 15.1");
    assertTrue(Unicode.LETTER.contains(0xA7DC), "Unicode 16");
    assertTrue(Unicode.WORD.contains(0xC5D), "Unicode 14");
    assertFalse(Unicode.WORD.contains(0x2EBF0), "Python 3.11 has Unicode 14");
    assertEquals("\u019B\uA7DC", LowerCase.of("\u019B\uA7DC"), "Python 3.11 has Unicode 14");
    assertEquals("\u2C5F", LowerCase.of("\u2C2F"), "Unicode 14");
  }

  @Test
  void readsSets() {
    CodePointSet set = CodePointSet.parse("41-43 10FFFF");
    assertTrue(set.contains('B') && set.contains(0x10FFFF) && !set.contains('D'));
    CodePointSet others = set.complement();
    assertTrue(!others.contains('B') && !others.contains(0x10FFFF) && others.contains('D'));
    assertArrayEquals(new int[] {0x41, 0x44, 0x10FFFF, 0x110000}, set.borders());
    assertFalse(set.minus(CodePointSet.of("B")).contains('B'));
  }

  @Test
  void refusesWhatIsNoRun() {
    for (String run : new String[] {"43-41", "110000", "-41", "x", ""}) {
      assertThrows(IllegalArgumentException.class, () -> CodePointSet.parse(run), run);
    }
  }

  @Test
  void saysWhichTableIsMissing() {
    Exception e =
        assertThrows(
            IllegalStateException.class, () -> Table.read(UnicodeTest.class, "nowhere.txt"));
    assertTrue(e.getMessage().contains("nowhere.txt"), e.getMessage());
  }
}
