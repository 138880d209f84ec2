package org.clip4j.data.tokenizer.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8VariantsTest {
  /** Expected values from ftfy's codec {@code utf-8-variants}. */
  @ParameterizedTest
  @CsvSource({
    "EDA0BDEDB88D, 1F60D",
    "41EDA0BDEDB88D42, 41 1F60D 42",
    "C080, 0",
    "41C0800A, 41 0 A",
    "ED95 9C, D55C",
    // a line break at the very end for the last byte
    "41C00A, 41 0",
    "EDA0BDEDB80A, 1F60A",
    "C00A41, bad",
    "EDA0BDEDB80A41, bad",
    // halves and other faults
    "EDA0BD, bad",
    "EDB88DEDA0BD, bad",
    "EDA0BDEDA0BD, bad",
    "EDA0BD4142434445, bad",
    "C0, bad",
    "C0AF, bad",
    "ED, bad",
    "ED0A, bad",
    "FF, bad",
    "'', ''"
  })
  void decodesAsFtfyDoes(String hex, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    String actual =
        Utf8Variants.decode(bytes)
            .map(
                points ->
                    Arrays.stream(points)
                        .mapToObj(p -> Integer.toHexString(p).toUpperCase(Locale.ROOT))
                        .collect(Collectors.joining(" ")))
            .orElse("bad");
    assertEquals(expected, actual);
  }
}
