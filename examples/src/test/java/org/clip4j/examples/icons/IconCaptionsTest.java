package org.clip4j.examples.icons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.IconStyles;
import org.clip4j.examples.iconify.License;
import org.junit.jupiter.api.Test;

class IconCaptionsTest {

  private static final License MIT = new License("MIT", "MIT", "", "", "");

  private static String caption(String title, String category, IconStyles styles, String key) {
    return IconCaptions.caption(
        new IconSet("tiny", title, category, styles, MIT, List.of(), Map.of()), key);
  }

  private static IconStyles suffixes(Map<String, String> titles) {
    return new IconStyles(Map.of(), titles);
  }

  @Test
  void wordsThenWhatItIsThenTheSet() {
    assertEquals(
        "arrow left, icon from Tabler Icons",
        caption("Tabler Icons", "UI 24px", IconStyles.NONE, "arrow-left"));
    assertEquals(
        "red apple, emoji from Noto Emoji",
        caption("Noto Emoji", "Emoji", IconStyles.NONE, "red-apple"));
    assertEquals(
        "github, logo from SVG Logos", caption("SVG Logos", "Logos", IconStyles.NONE, "github"));
    assertEquals(
        "fr, flag from Circle Flags",
        caption("Circle Flags", "Flags / Maps", IconStyles.NONE, "fr"));
    assertEquals(
        "buoy, icon from GeoGlyphs", caption("GeoGlyphs", "Flags / Maps", IconStyles.NONE, "buoy"));
  }

  @Test
  void theStyleIsNamedAndItsSizeIsNot() {
    IconStyles fluent =
        suffixes(Map.of("20-filled", "20 Filled", "filled", "No", "24-light", "24 Light"));
    assertEquals(
        "access time, filled icon from F", caption("F", "", fluent, "access-time-20-filled"));
    assertEquals("moon, light icon from F", caption("F", "", fluent, "moon-24-light"));
    assertEquals("moon, icon from F", caption("F", "", fluent, "moon"));
    IconStyles plain = suffixes(Map.of("", "Outline 24x24", "solid", "Solid 24x24"));
    assertEquals("sun, outline icon from H", caption("H", "", plain, "sun"));
    assertEquals("sun, solid icon from H", caption("H", "", plain, "sun-solid"));
    IconStyles first = new IconStyles(Map.of("twotone", "Two-Tone"), Map.of());
    assertEquals("home, two-tone icon from M", caption("M", "", first, "twotone-home"));
    assertEquals("twotone, icon from M", caption("M", "", first, "twotone"));
  }

  @Test
  void aHostileTitleIsOneShortLine() {
    String caption = caption("a\n\tb\u0000" + "x".repeat(5000), "", IconStyles.NONE, "k");
    assertTrue(caption.startsWith("k, icon from a b x"), caption);
    assertTrue(caption.length() < 120, caption);
    assertEquals("k, icon from tiny", caption(" ", "", IconStyles.NONE, "k"));
  }
}
