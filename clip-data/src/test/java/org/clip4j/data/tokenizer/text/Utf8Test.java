package org.clip4j.data.tokenizer.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<Byte> likely =
        Arbitraries.of(0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1)
            .map(Integer::byteValue);
    Arbitrary<Byte> leads =
        Arbitraries.of(0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF).map(Integer::byteValue);
    return Arbitraries.oneOf(likely, leads).array(byte[].class).ofMaxSize(6);
  }

  @Property(tries = 5000)
  void tellsGoodFromBadAsTheJdkDoes(@ForAll("bytes") byte[] bytes) {
    Optional<int[]> decoded = Utf8.strict(bytes);
    Optional<String> expected;
    try {
      expected =
          Optional.of(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      expected = Optional.empty();
    }
    assertEquals(expected, decoded.map(points -> new String(points, 0, points.length)));
  }

  @Property
  void decodesWhatTheJdkEncodes(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String expected = new String(bytes, StandardCharsets.UTF_8);
    assertArrayEquals(CodePoints.of(expected), Utf8.strict(bytes).orElseThrow());
    assertEquals(expected, Utf8.replacing(bytes));
  }

  /** Expected counts from Python's {@code bytes.decode(errors="replace")}. */
  @ParameterizedTest
  @CsvSource({
    "EDA080, 3",
    "E08080, 3",
    "F09F98, 1",
    "F08080, 3",
    "C0AF, 2",
    "F4908080, 4",
    "E180F1, 2",
    "F0909080, 0",
    "E2, 1",
    "E282, 1",
    "FF80, 2"
  })
  void countsTheBadAsPythonDoes(String hex, int expected) {
    String decoded = Utf8.replacing(HexFormat.of().parseHex(hex));
    assertEquals(expected, decoded.chars().filter(c -> c == 0xFFFD).count(), decoded);
  }
}
