package org.clip4j.data.tokenizer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowerCaseTest {
  /** Expected values from Python's {@code str.lower}. */
  @ParameterizedTest
  @CsvSource({
    "STRASSE ẞ ẛ, strasse ß ẛ",
    "İI, i\u0307i",
    "ΚΩΣ-ΡΟΔΟΣ, κως-ροδος",
    "ΟΔΥΣΣΕΥΣ, οδυσσευς",
    "'Σ ΑΣ. Α.Σ Α:Σ Α^Σ', 'σ ας. α.ς α:ς α^ς'",
    "ΑΣ:Β ΑΣ^Β 1Σ ΑΣ1, ασ:β ασ^β 1σ ας1",
    "𝐀Σ 𐐀, 𝐀ς 𐐨",
  })
  void lowersAsPythonDoes(String text, String expected) {
    assertEquals(expected, LowerCase.of(text));
  }
}
