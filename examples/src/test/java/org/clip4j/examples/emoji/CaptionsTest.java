package org.clip4j.examples.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.clip4j.examples.iconify.Icon;
import org.clip4j.examples.iconify.IconSet;
import org.clip4j.examples.iconify.IconStyles;
import org.clip4j.examples.iconify.License;
import org.junit.jupiter.api.Test;

class CaptionsTest {

  private static IconSet set(String name, String... keys) {
    List<Icon> icons =
        List.of(keys).stream()
            .map(key -> new Icon(key, "", "<g/>", 0, 0, 1, 1, 0, false, false))
            .toList();
    return new IconSet(
        name, name, "", IconStyles.NONE, new License("", "", "", "", ""), icons, Map.of());
  }

  private final Captions captions =
      Captions.spelledBy(
          List.of(
              set(
                  "spaced",
                  "baby-angel",
                  "alarm-clock",
                  "a-b",
                  "sun",
                  "flower",
                  "sunflower",
                  "abc",
                  "ab-ca"),
              set("glued", "babyangel")));

  @Test
  void dashesBecomeBlanks() {
    assertEquals("baby angel", captions.caption("spaced", "baby-angel"));
    assertEquals("babyangel", captions.caption("spaced", "babyangel"));
    assertEquals("babyangel", Captions.plain().caption("glued", "babyangel"));
  }

  @Test
  void gluedKeysAreSpelled() {
    assertEquals("baby angel", captions.caption("glued", "babyangel"));
    assertEquals("angel clock", captions.caption("glued", "angelclock"));
    assertEquals("clock 12", captions.caption("glued", "clock12"));
  }

  @Test
  void aWholeNameGoesBeforeItsWords() {
    assertEquals("sunflower", captions.caption("glued", "sunflower"));
  }

  @Test
  void singleLettersSpellNothing() {
    assertEquals("aba", captions.caption("glued", "aba"));
    assertEquals("angelx", captions.caption("glued", "angelx"));
  }

  @Test
  void ofTwoWaysTheLongerFirstWord() {
    assertEquals("abc ab", captions.caption("glued", "abcab"));
  }

  @Property
  void spellingOnlyAddsBlanks(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 30) String key) {
    assertEquals(key, captions.caption("glued", key).replace(" ", ""));
  }
}
