package org.clip4j.examples.iconify;

import static org.clip4j.examples.iconify.TinyArchive.BLUE_DISC;
import static org.clip4j.examples.iconify.TinyArchive.RED_SQUARE;
import static org.clip4j.examples.iconify.TinyArchive.icon;
import static org.clip4j.examples.iconify.TinyArchive.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IconSetParserTest {

  private static Optional<LeftOut> noFlags(String key, String category, Set<String> keys) {
    if (key.startsWith("flag") || category.equals("Flags")) {
      return Optional.of(LeftOut.FLAG);
    }
    return key.endsWith("-skin-tone") ? Optional.of(LeftOut.SKIN_TONE) : Optional.empty();
  }

  private static IconSet parse(String json) throws IOException {
    return IconSetParser.parse(
        "tiny",
        IconSetParserTest::noFlags,
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        "tiny.jar!tiny.json");
  }

  @Test
  void anIconsOwnBoxGoesBeforeTheSets() throws IOException {
    IconSet tiny =
        parse(
            set(
                icon("plain", BLUE_DISC)
                    + ","
                    + icon(
                        "own",
                        BLUE_DISC,
                        ",\"width\":20.5,\"left\":-3,\"rotate\":5,\"hFlip\":true,\"hidden\":true"),
                ",\"top\":2,\"categories\":{\"Food\":[\"own\"]}"));
    assertEquals(
        List.of(
            new Icon("plain", "", BLUE_DISC, 0, 2, 16, 16, 0, false, false),
            new Icon("own", "Food", BLUE_DISC, -3, 2, 20.5, 16, 1, true, false)),
        tiny.icons());
    assertEquals(
        new License("MIT", "MIT", "https://example.org/l", "Anna", "https://example.org"),
        tiny.license());
  }

  @Test
  void withoutSizesTheBoxIsIconifysDefault() throws IOException {
    Icon icon = parse("{\"icons\":{" + icon("a", RED_SQUARE) + "}}").icons().get(0);
    assertEquals(16, icon.width());
    assertEquals(16, icon.height());
  }

  @Test
  void whatIsNoPairIsCounted() throws IOException {
    IconSet tiny =
        parse(
            set(
                String.join(
                    ",",
                    icon("apple", RED_SQUARE),
                    icon("flag-france", RED_SQUARE),
                    icon("pennant", RED_SQUARE),
                    icon("boy-dark-skin-tone", RED_SQUARE),
                    icon("../../etc/passwd", RED_SQUARE),
                    icon("Capital", RED_SQUARE),
                    icon("two--dashes", RED_SQUARE),
                    icon("empty", " "),
                    "\"no-body\":{\"width\":3}",
                    "\"no-object\":7",
                    icon("flat", RED_SQUARE, ",\"height\":0"),
                    icon("endless", RED_SQUARE, ",\"width\":1e300"),
                    icon("worded", RED_SQUARE, ",\"width\":\"16\""),
                    icon("half-turned", RED_SQUARE, ",\"rotate\":0.5")),
                ",\"categories\":{\"Flags\":[\"pennant\"]},"
                    + "\"aliases\":{\"red-apple\":{\"parent\":\"apple\"}}"));
    assertEquals(List.of("apple"), tiny.icons().stream().map(Icon::key).toList());
    assertEquals(
        Map.of(
            LeftOut.ALIAS, 1,
            LeftOut.FLAG, 2,
            LeftOut.SKIN_TONE, 1,
            LeftOut.BAD_KEY, 3,
            LeftOut.MALFORMED, 7),
        tiny.leftOut());
  }

  @Test
  void anotherFileIsRefusedByName() {
    for (String json : List.of("", "[]", "{}", "{\"icons\":[]}", "{\"icons\":", "PK\u0003\u0004")) {
      IOException e = assertThrows(IOException.class, () -> parse(json), json);
      assertTrue(e.getMessage().startsWith("tiny.jar!tiny.json: "), e.getMessage());
    }
  }

  @Test
  void deepAndLongInputEndsInOneLine() {
    String deep = "{\"icons\":" + "[".repeat(100_000);
    assertThrows(IOException.class, () -> parse(deep));
    String longBody = set(icon("a", "x".repeat(5 << 20)), "");
    IOException e = assertThrows(IOException.class, () -> parse(longBody));
    assertTrue(e.getMessage().startsWith("tiny.jar!tiny.json: "), e.getMessage());
  }

  @Test
  void keysThatAreNoNames() {
    for (String key : new String[] {"", "-a", "a-", "a.png", "a/b", "..", "a b", "ä", "a\n"}) {
      assertFalse(IconSetParser.isName(key), key);
    }
    assertFalse(IconSetParser.isName("a".repeat(121)));
    assertTrue(IconSetParser.isName("a".repeat(120)));
  }

  @Test
  void whatTheSetSaysOfItself() throws IOException {
    IconSet tiny =
        parse(
            set(
                "Tiny Icons",
                "Logos",
                "ISC",
                icon("a", RED_SQUARE),
                ",\"suffixes\":{\"\":\"Fill\",\"line\":\"Line\",\"../x\":\"No\"}"));
    assertEquals("Tiny Icons", tiny.title());
    assertEquals("Logos", tiny.category());
    assertEquals("ISC", tiny.license().spdx());
    assertEquals(new IconStyles(Map.of(), Map.of("", "Fill", "line", "Line")), tiny.styles());
  }

  @Test
  void theListOfSetsIsSortedAndChecked() throws IOException {
    assertEquals(List.of("a", "b-2"), names("{\"b-2\":{},\"a\":{}}"));
    for (String json : List.of("", "[]", "{}", "{\"../a\":{}}", "{\"a\":")) {
      IOException e = assertThrows(IOException.class, () -> names(json), json);
      assertTrue(e.getMessage().startsWith("tiny.jar!list.json: not a "), e.getMessage());
    }
  }

  private static List<String> names(String json) throws IOException {
    return IconSetParser.names(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "tiny.jar!list.json");
  }
}
