package org.clip4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0%",
    "0.00064, 0.06%",
    "0.0099, 0.99%",
    "0.00996, 1.0%",
    "0.12, 12.0%",
    "1, 100.0%"
  })
  void percentages(double fraction, String text) {
    assertEquals(text, Text.percent(fraction));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5.4321, 5.43",
    "0.0700, 0.0700",
    "0.00123, 0.00123",
    "2.74e-8, 2.7e-8",
    "1424.6, '1,425'",
    "-12.34, -12.3",
    "99.996, 100.0"
  })
  void numbers(double value, String text) {
    assertEquals(text, Text.number(value));
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 s", "59.4, 59 s", "59.6, 1 min 0 s", "541, 9 min 1 s", "3725, 1 h 2 min"})
  void durations(double seconds, String text) {
    assertEquals(text, Text.duration(seconds));
  }

  @Test
  void foreignTextsAreCleanedAndCut() {
    assertEquals("a b c", Text.line("a\nb\u0000c"));
    assertEquals("a\nb\tc d", Text.block("a\nb\tc\u0007d"));
    assertEquals("\ufffd", Text.line("\udc00"));
    assertEquals("\ud83d\ude00", Text.line("\ud83d\ude00"));
    String cut = Text.line("\ud83d\ude00".repeat(1000));
    assertEquals(301, cut.codePointCount(0, cut.length()));
    assertTrue(cut.endsWith("\u2026"));
    assertEquals(300, Text.line("x".repeat(300)).length());
  }

  @Test
  void picturesAreOfKnownFormats() {
    byte[] webp = "RIFF....WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(Picture.of(webp).dataUri().startsWith("data:image/webp;base64,"));
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};
    assertTrue(Picture.of(jpeg).dataUri().startsWith("data:image/jpeg;base64,"));
    assertTrue(SampleReport.picture(0).dataUri().startsWith("data:image/png;base64,"));
    byte[] svg = "<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8);
    assertThrows(IllegalArgumentException.class, () -> Picture.of(svg));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(new byte[(1 << 20) + 1]));
  }
}
